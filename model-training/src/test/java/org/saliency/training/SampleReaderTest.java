package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.LocalStorage;

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
    reader = new SampleReader(storage, SIZE, ColourStatistics.IMAGENET);
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
  void aBatchOfALaterPlaceIsTheSameReadAlone() throws InterruptedException {
    Batch inTurn = batches(2, everything(1)).get(1);
    Batch alone = reader.read(plan.get(1), 3, everything(1));

    assertThat(alone.input()).isEqualTo(inTurn.input());
  }

  @Test
  void flipsMirrorFrameAndTruthOfTheBatch() {
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

  @Test
  void samplesShowWhatABatchIsMadeOf() {
    Batch batch = reader.read(plan.get(1), 3, everything(1));
    List<Sample> samples = reader.samples(plan.get(1), 3, everything(1));

    assertThat(samples).extracting(Sample::path).isEqualTo(batch.frames());
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      int red = sample.frame().rgb()[0] & 0xff;
      assertThat(batch.input()[i * 3 * SIZE.pixels()])
          .isCloseTo((red / 255f - 0.485f) / 0.229f, within(1e-5f));
      assertThat(sample.fixations()).isPresent();
      assertThat(sample.fixations().get().size()).isEqualTo(SIZE);
    }
  }
}
