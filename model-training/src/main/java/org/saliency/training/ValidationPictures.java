package org.saliency.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.dataset.VideoFrame;
import org.saliency.drawing.HeatMap;
import org.saliency.drawing.PictureSheet;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.SampleReader;
import org.saliency.training.sample.Scaled;

/**
 * Draws the same few validation frames after each epoch: the frame, and ground truth and
 * prediction, each as a heat map overlay and in grey. Maps are scaled to a maximum of 1.
 */
final class ValidationPictures {

  private static final int MAX_FRAMES = 8;

  private final SampleReader reader;
  private final List<Shown> shown = new ArrayList<>();

  private record Shown(String name, VideoFrame frame) {}

  /** Chooses at most {@value #MAX_FRAMES} frames, spread evenly over all videos. */
  ValidationPictures(List<Sample> samples, SampleReader reader) {
    this.reader = reader;
    List<Shown> all =
        samples.stream()
            .map(sample -> new Shown(sample.video() + "/" + sample.frame().name(), sample.frame()))
            .toList();
    int count = Math.min(MAX_FRAMES, all.size());
    for (int i = 0; i < count; i++) {
      shown.add(all.get((int) ((2L * i + 1) * all.size() / (2L * count))));
    }
  }

  /** Names of the chosen frames, as {@code <video>/<frame>}. */
  List<String> names() {
    return shown.stream().map(Shown::name).toList();
  }

  /**
   * Writes a PNG of predictions for the frames.
   *
   * @param title title of the picture
   * @param network predicts the map of a frame, at any size
   */
  void write(String title, Function<VideoFrame, SaliencyMap> network, Path file) {
    PictureSheet sheet = new PictureSheet(title);
    for (Shown shownFrame : shown) {
      Scaled<Frame> image = reader.image(shownFrame.frame());
      SaliencyMap truth = reader.map(shownFrame.frame()).content();
      SaliencyMap prediction = network.apply(shownFrame.frame());
      Size size = PictureSheet.fit(image.own());
      Frame small = Resize.antialiased(image.content(), size);
      sheet.add(
          List.of(
              PictureSheet.Tile.of(shownFrame.name(), small),
              PictureSheet.Tile.of("truth", overlay(truth, small)),
              PictureSheet.Tile.of(
                  "prediction" + cc(prediction, truth), overlay(prediction, small)),
              PictureSheet.Tile.of("truth", HeatMap.grey(Resize.antialiased(truth, size))),
              PictureSheet.Tile.of(
                  "prediction", HeatMap.grey(Resize.antialiased(prediction, size)))));
    }
    sheet.write(file);
  }

  private static Frame overlay(SaliencyMap map, Frame frame) {
    return HeatMap.blend(HeatMap.of(Resize.antialiased(map, frame.size())), frame);
  }

  private static String cc(SaliencyMap prediction, SaliencyMap truth) {
    Double value =
        Profile.NATIVE
            .measure(prediction, Optional.of(truth), Optional.empty())
            .values()
            .get(Metric.CC);
    return value == null ? "" : String.format(Locale.ROOT, ", CC %.2f", value);
  }
}
