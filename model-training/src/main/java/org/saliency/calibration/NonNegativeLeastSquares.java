package org.saliency.calibration;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Non-negative least squares from the normal equations: minimizes x'Qx - 2q'x subject to x >= 0.
 *
 * <p>Source: Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23 (algorithm NNLS).
 */
final class NonNegativeLeastSquares {

  /** Slopes below this fraction of the largest element of q count as zero. */
  private static final double TOLERANCE = 1e-11;

  private final double[][] matrix;
  private final double[] vector;

  private NonNegativeLeastSquares(double[][] matrix, double[] vector) {
    this.matrix = matrix;
    this.vector = vector;
  }

  /**
   * Solves the problem.
   *
   * @param matrix Q, symmetric and positive definite
   * @param vector q
   */
  static double[] solve(double[][] matrix, double[] vector) {
    return new NonNegativeLeastSquares(matrix, vector).solve();
  }

  private double[] solve() {
    int count = vector.length;
    double threshold = TOLERANCE * Arrays.stream(vector).map(Math::abs).max().orElse(0);
    double[] x = new double[count];
    BitSet free = new BitSet(count);
    // Each round lowers the objective; the bound stops rounding errors from causing a cycle.
    for (int round = 0; round < 10 * count; round++) {
      int steepest = steepest(x, free, threshold);
      if (steepest < 0) {
        return x;
      }
      free.set(steepest);
      x = descend(x, free);
    }
    return x;
  }

  /** The fixed unknown whose increase lowers the objective most; -1 when none does. */
  private int steepest(double[] x, BitSet free, double threshold) {
    int steepest = -1;
    double highest = threshold;
    for (int i = free.nextClearBit(0); i < x.length; i = free.nextClearBit(i + 1)) {
      double slope = vector[i];
      for (int j = free.nextSetBit(0); j >= 0; j = free.nextSetBit(j + 1)) {
        slope -= matrix[i][j] * x[j];
      }
      if (slope > highest) {
        highest = slope;
        steepest = i;
      }
    }
    return steepest;
  }

  /** Minimizes over the free unknowns; those that reach zero are fixed there. */
  private double[] descend(double[] start, BitSet free) {
    double[] x = start;
    while (true) {
      double[] target = lowest(free);
      double step = 1;
      for (int i = free.nextSetBit(0); i >= 0; i = free.nextSetBit(i + 1)) {
        if (target[i] <= 0) {
          step = Math.min(step, x[i] / (x[i] - target[i]));
        }
      }
      if (step == 1) {
        return target;
      }
      double[] next = new double[x.length];
      for (int i = free.nextSetBit(0); i >= 0; i = free.nextSetBit(i + 1)) {
        next[i] = x[i] + step * (target[i] - x[i]);
        if (target[i] <= 0 && x[i] <= step * (x[i] - target[i])) {
          next[i] = 0;
          free.clear(i);
        }
      }
      x = next;
    }
  }

  /** Unconstrained minimum over the free unknowns, by Cholesky decomposition. */
  private double[] lowest(BitSet free) {
    int[] places = free.stream().toArray();
    int count = places.length;
    double[][] lower = new double[count][count];
    double[] solution = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[places[i]][places[j]];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
      double sum = vector[places[i]];
      for (int k = 0; k < i; k++) {
        sum -= lower[i][k] * solution[k];
      }
      solution[i] = sum / lower[i][i];
    }
    double[] x = new double[vector.length];
    for (int i = count - 1; i >= 0; i--) {
      double sum = solution[i];
      for (int k = i + 1; k < count; k++) {
        sum -= lower[k][i] * solution[k];
      }
      solution[i] = sum / lower[i][i];
      x[places[i]] = solution[i];
    }
    return x;
  }
}
