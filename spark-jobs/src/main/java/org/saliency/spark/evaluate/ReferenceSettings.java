package org.saliency.spark.evaluate;

import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.settings.Settings;

/**
 * Settings of baseline and negatives.
 *
 * @param baseline folder of a training split
 * @param frames most frames whose ground truth is read
 * @param shuffled most negatives of shuffled AUC
 * @param seed of their draw
 * @param floor to measure
 */
record ReferenceSettings(
    Optional<String> baseline, int frames, int shuffled, long seed, Floor floor) {

  private static final String NONE = "none";

  /** Reads the settings of section {@code evaluate}. */
  static ReferenceSettings from(Settings settings) {
    return new ReferenceSettings(
        Optional.of(settings.text("baseline")).filter(folder -> !folder.equals(NONE)),
        settings.integer("baseline-frames", 1, 1_000_000),
        settings.integer("shuffled-fixations", 1, 1_000_000),
        settings.seed("shuffled-seed"),
        settings.choice("floor", Floor.class));
  }

  /**
   * Checks that there is a baseline if something needs it.
   *
   * @throws UserException when there is none
   */
  void require(List<Metric> metrics) {
    if (baseline.isEmpty() && metrics.contains(Metric.INFORMATION_GAIN)) {
      throw UserException.usage(
          "Missing baseline for metric 'ig': give a training split with --baseline DIR");
    }
    if (baseline.isEmpty() && floor == Floor.CENTER_PRIOR) {
      throw UserException.usage(
          "Missing baseline for floor 'center-prior': give a training split with --baseline DIR");
    }
  }

  /** Whether a map of the training split is needed. */
  boolean needsMap(List<Metric> metrics) {
    return floor == Floor.CENTER_PRIOR || metrics.contains(Metric.INFORMATION_GAIN);
  }
}
