package org.saliency.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.network.Calibration;

/**
 * Mean ground-truth map of all videos, or of all but one. Leaving out the video that is predicted
 * gives an unbiased estimate of the prior's benefit on new videos.
 */
final class CenterPriors {

  /** Factor by which the prior is smaller than a map in each direction, as it is smooth. */
  private static final int SHRINKING = 8;

  private static final double STEPS = 1e4;

  private final Size size;
  private final double[] total;
  private final Map<String, double[]> byVideo = new HashMap<>();

  /**
   * Starts without maps.
   *
   * @param mapSize size of the maps to be calibrated
   */
  CenterPriors(Size mapSize) {
    this.size =
        new Size(
            Math.max(1, mapSize.width() / SHRINKING), Math.max(1, mapSize.height() / SHRINKING));
    this.total = new double[size.pixels()];
  }

  /** Adds the ground-truth map of a frame, of any size, with values in 0..1. */
  void add(String video, SaliencyMap truth) {
    double[] values = Resize.antialiased(truth, size).values();
    double[] own = byVideo.computeIfAbsent(video, name -> new double[size.pixels()]);
    for (int i = 0; i < values.length; i++) {
      own[i] += values[i];
      total[i] += values[i];
    }
  }

  /** The prior of all videos: rows of values in 0..1. */
  List<List<Double>> all() {
    return rows(total);
  }

  /** The prior of all videos but one, resized; of all videos when there is no other. */
  SaliencyMap without(String video, Size mapSize) {
    double[] own = byVideo.get(video);
    double[] others = total.clone();
    if (own != null && byVideo.size() > 1) {
      Arrays.setAll(others, i -> Math.max(0, total[i] - own[i]));
    }
    return new Calibration(List.of(0.0, 1.0), 0, rows(others)).prior(mapSize);
  }

  /** Scaled to a maximum of 1 and rounded to four digits. */
  private List<List<Double>> rows(double[] sum) {
    double highest = Arrays.stream(sum).max().orElseThrow();
    double scale = highest > 0 ? STEPS / highest : 0;
    return IntStream.range(0, size.height())
        .mapToObj(
            row ->
                Arrays.stream(sum, row * size.width(), (row + 1) * size.width())
                    .mapToObj(value -> Math.round(value * scale) / STEPS)
                    .toList())
        .toList();
  }
}
