package org.saliency.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.video.ImageFile;

class SyntheticDatasetTest {

  private static final Size SIZE = new Size(64, 36);

  @TempDir Path folder;

  private Path write(String name, int videos, long seed) {
    Path output = folder.resolve(name);
    SyntheticDataset.write(
        output, new SyntheticSettings(videos, 4, SIZE, seed, Attraction.APPEARANCE), () -> {});
    return output;
  }

  private static Map<String, List<Byte>> files(Path root) throws IOException {
    Map<String, List<Byte>> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), boxed(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static List<Byte> boxed(byte[] bytes) {
    Byte[] boxes = new Byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      boxes[i] = bytes[i];
    }
    return List.of(boxes);
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    Map<String, List<Byte>> files = files(write("one", 3, 5));

    assertThat(files).hasSize(3 * 4 * 3).isEqualTo(files(write("two", 3, 5)));
    assertThat(files).isNotEqualTo(files(write("other", 3, 6)));
  }

  @Test
  void aVideoDoesNotDependOnTheNumberOfVideos() throws IOException {
    Path one = write("one", 1, 5);
    Path three = write("three", 3, 5);

    assertThat(files(one.resolve("video001"))).isEqualTo(files(three.resolve("video001")));
    assertThat(files(one.resolve("video001"))).isNotEqualTo(files(three.resolve("video002")));
  }

  @Test
  void theOutputHasTheLayoutMsuSavam() {
    Dataset dataset =
        Datasets.read(new LocalStorage(), write("data", 2, 1).toString(), Optional.empty());

    assertThat(dataset.layout()).isEqualTo(Layout.MSU_SAVAM);
    assertThat(dataset.videos()).extracting("name").containsExactly("video001", "video002");
    assertThat(dataset.videos()).flatMap(Video::frames).hasSize(8);
    assertThat(dataset.videos())
        .allSatisfy(video -> assertThat(video.hasMaps() && video.hasFixations()).isTrue());
  }

  @Test
  void mapsPeakAt255AndFixationsAreMarkedWith255() throws IOException {
    Dataset dataset =
        Datasets.read(new LocalStorage(), write("data", 1, 1).toString(), Optional.empty());

    for (VideoFrame frame : dataset.videos().get(0).frames()) {
      assertThat(levels(frame.map().orElseThrow().path())[255]).isPositive();
      int[] fixations = levels(frame.fixations().orElseThrow().path());
      assertThat(fixations[255]).isBetween(1, 20);
      assertThat(fixations[0]).isEqualTo(SIZE.pixels() - fixations[255]);
      assertThat(read(frame.image().path()).size()).isEqualTo(SIZE);
    }
  }

  private static int[] levels(String path) throws IOException {
    int[] counts = new int[256];
    byte[] rgb = read(path).rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      counts[rgb[i] & 0xff]++;
    }
    return counts;
  }

  private static Frame read(String path) throws IOException {
    return ImageFile.read(Files.readAllBytes(Path.of(path)), path);
  }

  @Test
  void everyFrameIsReported() {
    AtomicInteger frames = new AtomicInteger();

    SyntheticDataset.write(
        folder.resolve("data"),
        new SyntheticSettings(3, 2, SIZE, 0, Attraction.MOTION),
        frames::incrementAndGet);

    assertThat(frames).hasValue(6);
  }

  @Test
  void aNonEmptyOutputFolderIsRejected() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> write(".", 1, 0))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT))
        .hasMessageContaining("is not empty: choose a new one");
    assertThatThrownBy(() -> write("file", 1, 0))
        .hasMessage("output " + file + " is a file: choose a folder");
    assertThatThrownBy(() -> write("file/below", 1, 0))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContaining("cannot be written");
  }

  @Test
  void invalidSettingsAreUsageErrors() {
    assertThatThrownBy(() -> new SyntheticSettings(0, 4, SIZE, 0, Attraction.APPEARANCE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("0 videos with 4 frames");
    assertThatThrownBy(
            () -> new SyntheticSettings(1, 4, new Size(64, 31), 0, Attraction.APPEARANCE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid frame size '64x31'");
    assertThatThrownBy(
            () -> new SyntheticSettings(1, 4, new Size(40000, 40000), 0, Attraction.APPEARANCE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Invalid frame size '40000x40000'");
  }
}
