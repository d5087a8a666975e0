package org.saliency.metric;

import java.util.SplittableRandom;

/**
 * Area under the ROC curve with drawn negatives and fixed thresholds, as in the MIT saliency
 * benchmark's code for AUC-Borji and shuffled AUC.
 *
 * <pre>
 * thresholds: 1, 0.9, .. 0 of a map that is min-max normalised
 * true positives:  share of the fixated pixels at or above the threshold
 * false positives: share of the negatives at or above it
 * area: trapezoid rule, with (0, 0) before and (1, 1) after, mean of 100 draws of negatives
 * </pre>
 *
 * <p>AUC-Borji draws as many pixels as are fixated, with repetition, from all pixels; shuffled AUC
 * draws as many, without repetition, from the pixels that are fixated elsewhere.
 */
final class SampledAuc {

  private static final int DRAWS = 100;
  private static final int STEPS = 10;

  private SampledAuc() {}

  /** AUC-Borji; the values are in 0..1. */
  static double againstPixels(double[] positives, double[] pixels, SplittableRandom random) {
    double[] hits = shares(positives, positives.length);
    double[] drawn = new double[positives.length];
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = pixels[random.nextInt(pixels.length)];
      }
      sum += area(hits, shares(drawn, drawn.length));
    }
    return sum / DRAWS;
  }

  /**
   * Shuffled AUC.
   *
   * @param others values at pixels that are fixated elsewhere
   */
  static double againstOthers(double[] positives, double[] others, SplittableRandom random) {
    double[] hits = shares(positives, positives.length);
    double[] deck = others.clone();
    int count = Math.min(positives.length, deck.length);
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < count; i++) {
        int chosen = i + random.nextInt(deck.length - i);
        double value = deck[chosen];
        deck[chosen] = deck[i];
        deck[i] = value;
      }
      sum += area(hits, shares(deck, count));
    }
    return sum / DRAWS;
  }

  /** Share of the first values at or above each threshold, from the lowest to the highest. */
  private static double[] shares(double[] values, int count) {
    double[] shares = new double[STEPS + 1];
    for (int i = 0; i < count; i++) {
      int step = (int) (values[i] * STEPS);
      while (step < STEPS && values[i] >= (step + 1) / (double) STEPS) {
        step++;
      }
      while (step > 0 && values[i] < step / (double) STEPS) {
        step--;
      }
      shares[step]++;
    }
    for (int step = STEPS - 1; step >= 0; step--) {
      shares[step] += shares[step + 1];
    }
    for (int step = 0; step <= STEPS; step++) {
      shares[step] /= count;
    }
    return shares;
  }

  private static double area(double[] hits, double[] falseHits) {
    double area = 0;
    double lastTrue = 0;
    double lastFalse = 0;
    for (int step = STEPS; step >= 0; step--) {
      area += (falseHits[step] - lastFalse) * (hits[step] + lastTrue) / 2;
      lastTrue = hits[step];
      lastFalse = falseHits[step];
    }
    return area; // the lowest threshold is (1, 1) already
  }
}
