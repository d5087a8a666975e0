package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.training.TinyFootage;

class SampleFilesTest {

  private static final int FRAMES = 60;
  private static final Size INPUT = new Size(48, 32);

  @TempDir private Path folder;

  private Dataset dataset;
  private Video video;

  @BeforeEach
  void writeVideos() {
    Path data = TinyFootage.write(folder.resolve("data"), 1, FRAMES, new Size(96, 64));
    dataset = Datasets.read(new LocalStorage(), data.toString(), Optional.empty());
    video = dataset.videos().get(0);
  }

  private SampleFiles files(Optional<FrameCache> cache, List<VideoFrame> wanted) {
    SizeLimit limit = new SizeLimit.Box(INPUT);
    return new SampleFiles(
        new LocalStorage(),
        dataset.files(),
        limit,
        limit,
        cache,
        new WantedFrames().add(wanted, new FrameWindows(1)));
  }

  private FrameCache cache() {
    return new FrameCache(folder.resolve("cache"), 10_000_000);
  }

  private long entries() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static byte[] frame(SampleFiles files, VideoFrame frame) {
    return files.image(frame.image()).content().rgb();
  }

  private static double[] map(SampleFiles files, VideoFrame frame) {
    return files.map(frame.map().orElseThrow()).content().values();
  }

  @Test
  void framesAndMapsDoNotDependOnTheCache() {
    try (SampleFiles plain = files(Optional.empty(), List.of());
        SampleFiles first = files(Optional.of(cache()), video.frames());
        SampleFiles second = files(Optional.of(cache()), video.frames())) {
      for (int number : new int[] {40, 3, 59, 0, 17}) {
        VideoFrame frame = video.frames().get(number);
        byte[] rgb = frame(plain, frame);
        double[] values = map(plain, frame);
        for (SampleFiles cached : List.of(first, second)) {
          assertThat(frame(cached, frame)).isEqualTo(rgb);
          assertThat(map(cached, frame)).isEqualTo(values);
        }
        assertThat(plain.image(frame.image()).own()).isEqualTo(new Size(96, 64));
        assertThat(second.map(frame.map().orElseThrow()).own()).isEqualTo(new Size(96, 64));
        assertThat(second.image(frame.image()).content().size()).isEqualTo(INPUT);
      }
    }
  }

  @Test
  void wantedFramesUpToTheNextKeyFrameAreDecodedTogether() throws IOException {
    List<VideoFrame> wanted = new ArrayList<>(video.frames().subList(10, 20));
    try (SampleFiles files = files(Optional.of(cache()), wanted)) {
      frame(files, video.frames().get(12));
      int keyFrames = video.footage().orElseThrow().keyFrames().size();
      assertThat(keyFrames).isLessThan(3); // so that all wanted frames follow one
      assertThat(entries()).isEqualTo(10);
      frame(files, video.frames().get(30));
      assertThat(entries()).isEqualTo(11);
    }
  }

  @Test
  void aChangedFileIsDecodedAgain() throws IOException {
    VideoFrame frame = video.frames().get(5);
    try (SampleFiles files = files(Optional.of(cache()), List.of())) {
      frame(files, frame);
    }
    Path file = Path.of(frame.image().path());
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    try (SampleFiles files = files(Optional.of(cache()), List.of())) {
      frame(files, frame);
    }
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void aFullCacheIsReadButNotWritten() throws IOException {
    FrameCache small = new FrameCache(folder.resolve("cache"), 5_000); // one frame
    try (SampleFiles files = files(Optional.of(small), List.of());
        SampleFiles plain = files(Optional.empty(), List.of())) {
      for (int number : new int[] {50, 8, 50, 8}) {
        VideoFrame frame = video.frames().get(number);
        assertThat(frame(files, frame)).isEqualTo(frame(plain, frame));
      }
      assertThat(entries()).isEqualTo(1);
    }
  }

  @Test
  void threadsOfTwoRunsShareTheCache() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SampleFiles one = files(Optional.of(cache()), video.frames());
        SampleFiles two = files(Optional.of(cache()), video.frames());
        SampleFiles plain = files(Optional.empty(), List.of())) {
      List<Callable<byte[]>> reads = new ArrayList<>();
      for (int number = 0; number < FRAMES; number += 3) {
        VideoFrame frame = video.frames().get(number);
        reads.add(() -> frame(one, frame));
        reads.add(() -> frame(two, frame));
      }
      List<Future<byte[]>> results = threads.invokeAll(reads);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(frame(plain, video.frames().get(i / 2 * 3)));
      }
      assertThat(entries()).isEqualTo(FRAMES);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void limitsKeepWhatIsSmaller() {
    assertThat(new SizeLimit.Box(INPUT).of(new Size(48, 20))).isEqualTo(new Size(48, 20));
    assertThat(new SizeLimit.Box(INPUT).of(new Size(49, 20))).isEqualTo(INPUT);
    assertThat(new SizeLimit.Width(100).of(new Size(200, 51))).isEqualTo(new Size(100, 26));
    assertThat(new SizeLimit.Width(100).of(new Size(100, 300))).isEqualTo(new Size(100, 300));
    assertThat(new SizeLimit.None().of(INPUT)).isEqualTo(INPUT);
  }
}
