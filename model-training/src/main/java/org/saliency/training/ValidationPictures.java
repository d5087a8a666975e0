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

/**
 * Shows the same few validation frames again and again while a network learns: the frame, and the
 * truth and the prediction each as a heat map over it and in plain grey. Maps are brightened until
 * their highest value is the brightest colour.
 */
final class ValidationPictures {

  private static final int MOST = 8;

  private final SampleReader reader;
  private final List<Shown> shown = new ArrayList<>();

  private record Shown(String name, VideoFrame frame) {}

  /** Chooses frames, {@value #MOST} at most, spread evenly over those of all videos. */
  ValidationPictures(List<Sample> samples, SampleReader reader) {
    this.reader = reader;
    List<Shown> all =
        samples.stream()
            .map(sample -> new Shown(sample.video() + "/" + sample.frame().name(), sample.frame()))
            .toList();
    int count = Math.min(MOST, all.size());
    for (int i = 0; i < count; i++) {
      shown.add(all.get((int) ((2L * i + 1) * all.size() / (2L * count))));
    }
  }

  /** Names of the frames, as {@code <video>/<frame>}. */
  List<String> names() {
    return shown.stream().map(Shown::name).toList();
  }

  /**
   * Writes a picture of what a network says of the frames now.
   *
   * @param title above the picture
   * @param network gives the map of a frame, of any size
   */
  void write(String title, Function<VideoFrame, SaliencyMap> network, Path file) {
    PictureSheet sheet = new PictureSheet(title);
    for (Shown one : shown) {
      Frame image = reader.image(one.frame());
      SaliencyMap truth = reader.map(one.frame());
      SaliencyMap prediction = network.apply(one.frame());
      Size size = PictureSheet.fit(image.size());
      Frame small = Resize.antialiased(image, size);
      sheet.add(
          List.of(
              PictureSheet.Tile.of(one.name(), small),
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
