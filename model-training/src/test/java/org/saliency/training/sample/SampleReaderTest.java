package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.LocalStorage;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTerm;

class SampleReaderTest {

  private static final Size SIZE = new Size(64, 36);

  @TempDir static Path folder;

  private SampleReader reader;
  private List<List<VideoFrame>> plan;

  @BeforeEach
  void makeVideos() {
    Path data = folder.resolve("data");
    if (!data.toFile().exists()) {
      SyntheticDataset.write(
          data, new SyntheticSettings(2, 4, SIZE, 1, Attraction.APPEARANCE), () -> {});
    }
    LocalStorage storage = new LocalStorage();
    reader =
        new SampleReader(
            SampleFiles.asStored(storage, Map.of()),
            SIZE,
            ColourStatistics.IMAGENET,
            new Loss(Map.of(LossTerm.KLD, 1.0)),
            new FrameWindows(1));
    plan =
        Batches.inOrder(
            Datasets.read(storage, data.toString(), Optional.empty()).videos().stream()
                .flatMap(video -> video.frames().stream())
                .toList(),
            3);
  }

  private List<Batch> batches(int threads, EpochAugmentation augmentation)
      throws InterruptedException {
    List<Batch> batches = new ArrayList<>();
    try (ReadAhead<?, Batch> ahead = reader.readAhead(plan, threads, augmentation)) {
      while (ahead.hasNext()) {
        batches.add(ahead.next());
      }
    }
    return batches;
  }

  private static EpochAugmentation everything(int epoch) {
    return new EpochAugmentation(new Augmentation(0.5, 1, 0.5, 1, 0.2, 0.2, 0.2), 7, epoch);
  }

  @Test
  void batchesDoNotDependOnThreads() throws InterruptedException {
    List<Batch> one = batches(1, everything(1));
    List<Batch> four = batches(4, everything(1));
    List<Batch> next = batches(4, everything(2));

    assertThat(one).hasSize(3);
    for (int i = 0; i < one.size(); i++) {
      assertThat(four.get(i).frames()).isEqualTo(one.get(i).frames());
      assertThat(four.get(i).input()).isEqualTo(one.get(i).input());
      assertThat(four.get(i).truth()).isEqualTo(one.get(i).truth());
      assertThat(next.get(i).input()).isNotEqualTo(one.get(i).input());
    }
  }

  @Test
  void laterBatchIsEqualWhenReadAlone() throws InterruptedException {
    Batch inTurn = batches(2, everything(1)).get(1);
    Batch alone = reader.read(plan.get(1), 3, everything(1));

    assertThat(alone.input()).isEqualTo(inTurn.input());
  }

  @Test
  void flipMirrorsFrameAndTruth() {
    EpochAugmentation flips = new EpochAugmentation(new Augmentation(1, 0, 1, 0, 0, 0, 0), 1, 1);

    Batch plain = reader.read(plan.get(0));
    Batch flipped = reader.read(plan.get(0), 0, flips);

    assertThat(flipped.input()).isEqualTo(mirrored(plain.input()));
    assertThat(flipped.truth()).containsExactly(mirrored(plain.truth()), within(1e-9f));
  }

  private static float[] mirrored(float[] planes) {
    float[] result = new float[planes.length];
    for (int i = 0; i < planes.length; i++) {
      int column = i % SIZE.width();
      result[i - column + SIZE.width() - 1 - column] = planes[i];
    }
    return result;
  }

  private VideoFrame withMap(String name, SaliencyMap map) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, MapFile.write(map, MapDepth.SIXTEEN_BITS));
    VideoFrame frame = plan.get(0).get(0);
    return new VideoFrame(
        0,
        frame.name(),
        frame.image(),
        Optional.of(FrameLocation.file(file.toString())),
        frame.fixations());
  }

  private static SaliencyMap filled(int width, int height, double value) {
    double[] values = new double[width * height];
    Arrays.fill(values, value);
    return new SaliencyMap(new Size(width, height), values);
  }

  @Test
  void mapMayDifferInSize() throws IOException {
    VideoFrame frame = withMap("larger.png", filled(128, 72, 0.5));

    assertThat(reader.read(List.of(frame)).truth()).containsOnly(1f / SIZE.pixels());
  }

  @Test
  void mapOfADifferentAspectRatioIsRejected() throws IOException {
    VideoFrame frame = withMap("square.png", filled(36, 36, 0.5));

    assertThatThrownBy(() -> reader.read(List.of(frame)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is 64x36 but its map")
        .hasMessageContaining("square.png is 36x36, with a different aspect ratio");
  }

  @Test
  void frameWithABlackMapIsLeftOutAndWhiteMapStaysUniformWhenCropped() throws IOException {
    VideoFrame black = withMap("black.png", filled(64, 36, 0));
    VideoFrame white = withMap("white.png", filled(64, 36, 1));

    Batch batch = reader.read(List.of(black, white), 0, everything(1));
    Batch both = reader.read(List.of(white, white), 0, everything(1));

    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.truth()).hasSize(SIZE.pixels()).containsOnly(1f / SIZE.pixels());
    assertThat(batch.input())
        .isEqualTo(Arrays.copyOfRange(both.input(), 3 * SIZE.pixels(), 6 * SIZE.pixels()));
    assertThat(reader.read(List.of(black), 0, everything(1)).size()).isZero();
  }

  @Test
  void augmentedSamplesMatchTheBatch() {
    Batch batch = reader.read(plan.get(1), 3, everything(1));
    List<AugmentedSample> samples = reader.augmented(plan.get(1), 3, everything(1));

    assertThat(samples).extracting(AugmentedSample::path).isEqualTo(batch.frames());
    for (int i = 0; i < samples.size(); i++) {
      AugmentedSample sample = samples.get(i);
      int red = sample.frame().rgb()[0] & 0xff;
      assertThat(batch.input()[i * 3 * SIZE.pixels()])
          .isCloseTo((red / 255f - 0.485f) / 0.229f, within(1e-5f));
      assertThat(sample.fixations()).isPresent();
      assertThat(sample.fixations().get().size()).isEqualTo(SIZE);
    }
  }
}
