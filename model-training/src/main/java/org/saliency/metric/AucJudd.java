package org.saliency.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Area under the ROC curve after Judd: how well a threshold on the prediction separates fixated
 * pixels from all others.
 *
 * <pre>
 * thresholds: the predicted values at the N fixations, from high to low, t_1 .. t_N
 * true positives at t_i:  i / N
 * false positives at t_i: (pixels at or above t_i, minus i) / negatives
 * AUC = trapezoid rule over these points, with (0, 0) before and (1, 1) after them
 * </pre>
 *
 * <p>The profile defines the negatives: pixels - N, or pixels - 2 as in the challenge's script. A
 * pixel fixated twice counts as two thresholds.
 *
 * <p>Range: 0 to 1, 0.5 is chance, higher is better; on small maps subtracting i may move it
 * slightly outside. Undefined without fixations, for a constant prediction, and without negatives.
 *
 * <p>Source: Judd, Ehinger, Durand, Torralba, "Learning to predict where humans look", ICCV 2009.
 */
final class AucJudd {

  private AucJudd() {}

  static OptionalDouble of(Comparison frame) {
    if (frame.fixations().isEmpty() || frame.flat()) {
      return OptionalDouble.empty();
    }
    return of(
        FixatedValues.of(frame.prediction().map(), frame.fixations().get()),
        frame.prediction().map().values(),
        frame.negatives());
  }

  /**
   * The area for given negatives.
   *
   * @param fixated values at the fixations
   * @param values of all pixels
   * @return empty without fixations, and without negatives
   */
  static OptionalDouble of(double[] fixated, double[] values, int negatives) {
    if (fixated.length == 0 || negatives < 1) {
      return OptionalDouble.empty();
    }
    double[] thresholds = fixated.clone();
    Arrays.sort(thresholds);
    double[] levels = Arrays.stream(thresholds).distinct().toArray();
    int[] atOrAbove = countAtOrAbove(levels, values);

    int count = thresholds.length;
    int level = levels.length - 1;
    double area = 0;
    double lastTrue = 0;
    double lastFalse = 0;
    for (int i = 1; i <= count; i++) {
      while (levels[level] > thresholds[count - i]) {
        level--;
      }
      double truePositives = (double) i / count;
      double falsePositives = (double) (atOrAbove[level] - i) / negatives;
      area += (falsePositives - lastFalse) * (truePositives + lastTrue) / 2;
      lastTrue = truePositives;
      lastFalse = falsePositives;
    }
    return OptionalDouble.of(area + (1 - lastFalse) * (1 + lastTrue) / 2);
  }

  /**
   * Counts the values at or above each level in one pass. In a smooth map most values lie between
   * the same two levels as the previous value; otherwise the levels are searched.
   *
   * @param levels distinct, ascending
   */
  static int[] countAtOrAbove(double[] levels, double[] values) {
    LevelSearch search = new LevelSearch(levels);
    int[] counts = new int[levels.length + 1]; // index: number of levels at or below the value
    int passed = 0;
    double from = Double.NEGATIVE_INFINITY;
    double to = levels[0];
    int run = 0;
    for (double value : values) {
      if (value < from || value >= to) {
        counts[passed] += run;
        run = 0;
        passed = search.countUpTo(value);
        from = passed == 0 ? Double.NEGATIVE_INFINITY : levels[passed - 1];
        to = passed == levels.length ? Double.POSITIVE_INFINITY : levels[passed];
      }
      run++;
    }
    counts[passed] += run;

    int[] atOrAbove = new int[levels.length];
    int sum = 0;
    for (int i = levels.length - 1; i >= 0; i--) {
      sum += counts[i + 1];
      atOrAbove[i] = sum;
    }
    return atOrAbove;
  }

  /**
   * Counts the levels at or below a value. Buckets of equal width store the number of levels before
   * them, which shortens the search.
   */
  private static final class LevelSearch {

    private static final int BUCKETS = 4096;

    private final double[] levels;
    private final double factor;
    private final int[] before = new int[BUCKETS + 1];

    LevelSearch(double[] levels) {
      this.levels = levels;
      factor = BUCKETS / (levels[levels.length - 1] - levels[0]);
      for (double level : levels) {
        before[bucket(level) + 1]++;
      }
      for (int i = 0; i < BUCKETS; i++) {
        before[i + 1] += before[i];
      }
    }

    int countUpTo(double value) {
      int count = before[bucket(value)];
      while (count < levels.length && levels[count] <= value) {
        count++;
      }
      return count;
    }

    /** Monotonic in the value, even if the factor is infinite. */
    private int bucket(double value) {
      return (int) Math.max(0, Math.min(BUCKETS - 1, (value - levels[0]) * factor));
    }
  }
}
