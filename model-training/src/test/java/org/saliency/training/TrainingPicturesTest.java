package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.LocalStorage;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTerm;
import org.saliency.training.sample.Augmentation;
import org.saliency.training.sample.EpochAugmentation;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.SampleFiles;
import org.saliency.training.sample.SampleReader;

class TrainingPicturesTest {

  private static final Size SIZE = new Size(64, 36);
  private static final int TITLE = 8 + 17 + 8;
  private static final int ROW = 17 + 135 + 8; // a line of text, a picture of 240x135 and a gap

  @TempDir static Path folder;

  private static Dataset dataset;
  private static final SampleReader READER =
      new SampleReader(
          SampleFiles.asStored(new LocalStorage(), Map.of()),
          SIZE,
          ColourStatistics.IMAGENET,
          new Loss(Map.of(LossTerm.KLD, 1.0)),
          new FrameWindows(1));

  @BeforeAll
  static void makeVideos() {
    Path data = folder.resolve("data");
    SyntheticDataset.write(
        data, new SyntheticSettings(2, 10, SIZE, 1, Attraction.APPEARANCE), () -> {});
    dataset = Datasets.read(new LocalStorage(), data.toString(), Optional.empty());
  }

  @Test
  void chosenFramesAreSpreadEvenlyOverTheVideos() {
    assertThat(new ValidationPictures(Sample.strided(dataset, 1), READER).names())
        .containsExactly(
            "video001/0002",
            "video001/0004",
            "video001/0007",
            "video001/0009",
            "video002/0002",
            "video002/0004",
            "video002/0007",
            "video002/0009");
  }

  @Test
  void frameTruthAndPredictionAreDrawnSideBySide() throws IOException {
    Path file = new TrainingFiles(folder).samples(3);
    List<String> predicted = new ArrayList<>();

    new ValidationPictures(Sample.strided(dataset, 1), READER)
        .write(
            "epoch 3",
            frame -> {
              predicted.add(frame.name());
              return READER.map(frame).content();
            },
            file);

    assertThat(file).endsWithRaw(Path.of("samples", "epoch-003.png"));
    assertThat(predicted).hasSize(8);
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(8 + 5 * 248);
    assertThat(sheet.getHeight()).isEqualTo(TITLE + 8 * ROW);
    // Prediction and truth are equal here, so their overlays are equal, and so are their grey maps.
    assertThat(tile(sheet, 2, 1)).isEqualTo(tile(sheet, 1, 1)).isNotEqualTo(tile(sheet, 3, 1));
    assertThat(tile(sheet, 4, 1)).isEqualTo(tile(sheet, 3, 1)).isNotEqualTo(tile(sheet, 0, 1));
  }

  private static int[] tile(BufferedImage sheet, int column, int row) {
    return sheet.getRGB(8 + column * 248, TITLE + row * ROW + 17, 240, 135, null, 0, 240);
  }

  @Test
  void firstBatchIsDrawnAfterAugmentation() throws IOException {
    List<VideoFrame> frames = dataset.videos().get(0).frames().subList(0, 6);
    Augmentation flips = new Augmentation(1, 0, 1, 0, 0, 0, 0);
    Path plain = folder.resolve("plain.png");
    Path flipped = folder.resolve("flipped.png");

    AugmentedBatchPicture.write(READER.augmented(frames, 0, EpochAugmentation.NONE), plain);
    AugmentedBatchPicture.write(
        READER.augmented(frames, 0, new EpochAugmentation(flips, 1, 1)), flipped);

    BufferedImage sheet = ImageIO.read(plain.toFile());
    assertThat(sheet.getWidth()).isEqualTo(8 + 4 * 248);
    assertThat(sheet.getHeight()).isEqualTo(TITLE + 2 * (ROW + 17)); // two lines of text each
    assertThat(tile(ImageIO.read(flipped.toFile()), 1, 0)).isNotEqualTo(tile(sheet, 1, 0));
  }

  @Test
  void unwritableFileIsReported() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> AugmentedBatchPicture.write(List.of(), file.resolve("a.png")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a.png cannot be written");
  }
}
