package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.ColourStatistics;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.storage.LocalStorage;
import org.saliency.training.optimizer.Adam;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTerm;
import org.saliency.training.optimizer.ParameterGroup;
import org.saliency.training.sample.Batch;
import org.saliency.training.sample.SampleFiles;
import org.saliency.training.sample.SampleReader;

class FrameWindowsTest {

  private static final Loss LOSS = new Loss(Map.of(LossTerm.KLD, 1.0));

  private static final Size SIZE = new Size(32, 16);

  /** Means 0 and standard deviations 1/255: planes contain grey levels. */
  private static final ColourStatistics GREY_LEVELS =
      new ColourStatistics(List.of(0.0, 0.0, 0.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));

  @TempDir private Path folder;

  private Dataset videos;

  /**
   * Two videos of four frames; frame i has grey level i + 1 in the first, i + 101 in the second.
   */
  @BeforeEach
  void makeVideos() throws IOException {
    for (int i = 0; i < 4; i++) {
      frame("a", i, i + 1);
      frame("b", i, i + 101);
    }
    videos = Datasets.read(new LocalStorage(), folder.toString(), Optional.empty());
  }

  private void frame(String video, int index, int grey) throws IOException {
    write(video + "/frames/000" + index + ".png", grey, grey);
    write(video + "/gaussians/000" + index + ".png", 10, 200);
    write(video + "/fixations/000" + index + ".png", 255, 0);
  }

  private void write(String path, int left, int right) throws IOException {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        image.getRaster().setSample(x, y, 0, 2 * x < SIZE.width() ? left : right);
      }
    }
    Path file = folder.resolve(path);
    java.nio.file.Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private List<VideoFrame> frames(String name) {
    return videos.videos().stream()
        .filter(video -> video.name().equals(name))
        .map(Video::frames)
        .findFirst()
        .orElseThrow();
  }

  private Batch read(int window, VideoFrame... frames) {
    return new SampleReader(
            SampleFiles.asStored(new LocalStorage(), Map.of()),
            SIZE,
            GREY_LEVELS,
            LOSS,
            new FrameWindows(window, videos))
        .read(List.of(frames));
  }

  /** Grey level of each frame of a batch. */
  private static List<Integer> greys(Batch batch) {
    List<Integer> greys = new ArrayList<>();
    for (int i = 0; i < batch.input().length; i += 3 * SIZE.pixels()) {
      greys.add(Math.round(batch.input()[i]));
    }
    return greys;
  }

  @Test
  void windowEndsWithItsFrame() {
    Batch batch = read(3, frames("a").get(2), frames("b").get(3));
    assertThat(greys(batch)).containsExactly(1, 2, 3, 102, 103, 104);
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.truth()).hasSize(2 * SIZE.pixels());
  }

  @Test
  void firstFrameIsRepeatedToFillTheWindow() {
    assertThat(greys(read(3, frames("b").get(0), frames("b").get(1))))
        .containsExactly(101, 101, 101, 101, 101, 102);
  }

  @Test
  void windowOfOneIsTheFrame() {
    assertThat(greys(read(1, frames("a").get(3)))).containsExactly(4);
  }

  @Test
  void networkWithWindowsTrainsAndPredictsOneMapPerWindow() throws IOException {
    Model model =
        Model.create(
            "deeplab-resnet18",
            NetworkOptions.of(Map.of("window", "3", "output-stride", "16")),
            SIZE,
            1);
    try (TrainableModel trainable = TrainableModel.open(model, Device.cpu(), Precision.FP32)) {
      Batch batch = read(3, frames("a").get(2), frames("b").get(3));
      ParameterGroup all = new ParameterGroup("all", trainable.parameters(), 1);
      Adam adam = new Adam(List.of(all), 0, Adam.Decay.OF_GRADIENT);
      assertThat(trainable.addGradients(batch, LOSS, 1)).isFinite();
      adam.step(1e-4, 1);
      assertThat(trainable.evaluate(batch, LOSS).maps())
          .hasSize(2)
          .allSatisfy(map -> assertThat(map.size()).isEqualTo(SIZE));
      float[] before = model.weights().tensor("temporal.candidate.weight").floats();
      assertThat(trainable.weights().tensor("temporal.candidate.weight").floats())
          .isNotEqualTo(before);
    }
  }
}
