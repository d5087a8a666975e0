package org.saliency.calibration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.calibration.CalibrationJob.Figures;
import org.saliency.calibration.CalibrationSamples.Sample;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;

/** Accumulates the metrics and the squared error of predicted maps. */
final class CalibrationMeasurement {

  /** The metrics that are reported. */
  static final List<Metric> METRICS = List.of(Metric.NSS, Metric.SIM, Metric.CC, Metric.KLD);

  private static final Profile PROFILE = Profile.NATIVE;

  private final Size size;
  private final Map<String, MetricMeans> byVideo = new TreeMap<>();
  private double squares;
  private long pixels;

  /**
   * Starts without frames.
   *
   * @param size size of the predicted maps
   */
  CalibrationMeasurement(Size size) {
    this.size = size;
  }

  /** Adds a frame. */
  void add(Sample sample, SaliencyMap prediction) {
    byVideo
        .computeIfAbsent(sample.video(), video -> new MetricMeans(PROFILE.metrics()))
        .add(PROFILE.measure(prediction, Optional.of(sample.truth()), sample.fixations()));
    CalibrationSamples.scaled(sample.truth(), size)
        .ifPresent(truth -> addSquares(truth.values(), prediction));
  }

  private void addSquares(double[] truth, SaliencyMap prediction) {
    for (int i = 0; i < truth.length; i++) {
      double difference = truth[i] - prediction.values()[i];
      squares += difference * difference;
    }
    pixels += truth.length;
  }

  /** Means over the frames so far; a metric that is undefined for all of them is left out. */
  Figures figures() {
    DatasetMetrics means =
        DatasetMetrics.of(
            byVideo.entrySet().stream()
                .map(entry -> entry.getValue().toVideo(entry.getKey()))
                .toList());
    Map<String, Double> metrics = new TreeMap<>();
    for (Metric metric : METRICS) {
      Double mean = means.means().get(metric);
      if (mean != null) {
        metrics.put(metric.column(), mean);
      }
    }
    return new Figures(squares / pixels, metrics);
  }
}
