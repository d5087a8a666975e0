package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.metric.FrameMeter;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.settings.Settings;
import org.saliency.spark.plan.PlannedFrame;

/**
 * What is measured in place of predictions, to bound what methods reach.
 *
 * @param floor maps that know nothing of the frame
 * @param ceiling viewers who predict others
 * @param draws of viewers for each frame
 * @param seed of the draws
 */
record Bound(Floor floor, Ceiling ceiling, int draws, long seed) implements Serializable {

  private static final int MOST_DRAWS = 1000;

  /** Reads the settings of section {@code evaluate}. */
  static Bound from(Settings settings) {
    return new Bound(
        settings.choice("floor", Floor.class),
        settings.choice("ceiling", Ceiling.class),
        settings.integer("ceiling-draws", 1, MOST_DRAWS),
        settings.seed("ceiling-seed"));
  }

  /** Whether predictions are measured. */
  boolean isNone() {
    return floor == Floor.NONE && !isCeiling();
  }

  boolean isCeiling() {
    return ceiling != Ceiling.NONE;
  }

  /**
   * Checks that exactly one thing is measured.
   *
   * @param hasPredictions whether predictions are given
   * @param widths of the ground truth
   */
  void require(boolean hasPredictions, TruthWidths widths) {
    if (floor != Floor.NONE && isCeiling()) {
      throw UserException.usage(
          "Both a floor and a ceiling are given: give either --floor or --ceiling");
    }
    if (isNone() && !hasPredictions) {
      throw UserException.usage(
          "Missing predictions: give either --predictions DIR, --floor FLOOR or --ceiling CEILING");
    }
    if (!isNone() && hasPredictions) {
      throw UserException.usage(
          "Both predictions and a %1$s are given: give either --predictions or --%1$s", kind());
    }
    if (isCeiling() && widths.areOfMaps()) {
      throw UserException.usage(
          "Missing blur width for ceiling '%s', whose maps are made of fixations: give the width"
              + " of the data set's own maps with --truth-sigma PIXELS ('dataset inspect' estimates"
              + " it)",
          Settings.kebab(ceiling));
    }
  }

  private String kind() {
    return isCeiling() ? "ceiling" : "floor";
  }

  /**
   * Measures the ceiling of a frame: for each width, the means over the draws.
   *
   * @return without values if fewer than two viewers fixated the frame
   * @throws UserException when viewers are not told apart
   */
  List<FrameMetrics> measure(
      PlannedFrame frame, Fixations fixations, TruthWidths widths, FrameMeter meter) {
    requireViewers(fixations, frame.truth().fixations().map(Object::toString).orElse(""));
    int[] viewers = IntStream.of(fixations.viewers()).distinct().sorted().toArray();
    List<Set<Integer>> predicting = ceiling.draws(viewers, draws, random(frame));
    List<FrameMetrics> ofWidths = new ArrayList<>();
    for (double sigma : widths.sigmas()) {
      List<FrameMetrics> ofDraws = new ArrayList<>();
      for (Set<Integer> own : predicting) {
        Fixations others = fixations.of(viewer -> !own.contains(viewer));
        ofDraws.add(
            meter.measure(
                GaussianBlur.of(fixations.of(own::contains), sigma),
                Optional.of(GaussianBlur.of(others, sigma)),
                Optional.of(others)));
      }
      ofWidths.add(mean(ofDraws, fixations.count()));
    }
    return ofWidths;
  }

  /** Equal for the same frame, whatever else is measured. */
  private SplittableRandom random(PlannedFrame frame) {
    long place = 31L * frame.video().hashCode() + frame.index();
    return new SplittableRandom(seed ^ (place * 0x9E3779B97F4A7C15L));
  }

  /**
   * Checks that viewers are told apart.
   *
   * @param place of the fixations
   */
  static void requireViewers(Fixations fixations, String place) {
    if (!fixations.hasViewers()) {
      throw UserException.input(
          "%s does not tell viewers apart, which --ceiling needs: give fixations of SALICON's"
              + " structure (.mat or annotations), or fixations.json of [row, column, viewer]",
          place);
    }
  }

  private static FrameMetrics mean(List<FrameMetrics> draws, int fixations) {
    Map<Metric, Double> means = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      draws.stream()
          .filter(draw -> draw.values().containsKey(metric))
          .mapToDouble(draw -> draw.values().get(metric))
          .average()
          .ifPresent(mean -> means.put(metric, mean));
    }
    boolean zerosDecide =
        draws.stream().filter(FrameMetrics::zerosDecideKld).count() * 2 > draws.size();
    return new FrameMetrics(means, fixations, zerosDecide);
  }
}
