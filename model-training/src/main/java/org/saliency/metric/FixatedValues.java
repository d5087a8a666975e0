package org.saliency.metric;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** Values of a map at fixations. */
final class FixatedValues {

  private FixatedValues() {}

  /** The values in the order of the fixations. */
  static double[] of(SaliencyMap map, Fixations fixations) {
    return IntStream.range(0, fixations.count())
        .mapToDouble(i -> map.at(fixations.rows()[i], fixations.columns()[i]))
        .toArray();
  }

  /**
   * Area under the ROC curve over all thresholds: the probability that a positive is above a
   * negative, where equal values count half.
   *
   * @param positives at least one
   * @param negatives at least one
   */
  static double area(double[] positives, double[] negatives) {
    double[] levels =
        IntStream.range(0, 2 * positives.length)
            .mapToDouble(i -> i % 2 == 0 ? positives[i / 2] : Math.nextUp(positives[i / 2]))
            .sorted()
            .distinct()
            .toArray();
    int[] atOrAbove = AucJudd.countAtOrAbove(levels, negatives);
    double below = 0; // equal ones count half
    for (double positive : positives) {
      int level = Arrays.binarySearch(levels, positive);
      below += negatives.length - (atOrAbove[level] + (double) atOrAbove[level + 1]) / 2;
    }
    return below / positives.length / negatives.length;
  }
}
