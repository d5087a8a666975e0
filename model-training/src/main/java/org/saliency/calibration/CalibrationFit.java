package org.saliency.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Fits a non-decreasing, piecewise linear brightness curve f and the weight w of the center prior
 * so that (1 - w) f(prediction) + w prior has the least squared error to the ground truth.
 *
 * <p>With g = (1 - w) f the error is quadratic in w and in the increments of g between its knots,
 * none of which may be negative. This is one non-negative least-squares problem with an exact
 * solution; its normal equations are accumulated pixel by pixel, so no map is kept.
 */
final class CalibrationFit {

  /** Spreads an increment evenly over knots without pixels in between; negligible otherwise. */
  private static final double RIDGE = 1e-9;

  private final int pieces;

  // Sums over pixels; h[k] is the interpolation weight of knot k.
  private final double[] ownProducts; // h[k] h[k]
  private final double[] nextProducts; // h[k] h[k + 1]
  private final double[] truthProducts; // h[k] truth
  private final double[] priorProducts; // h[k] prior
  private double truthSquares;
  private double priorSquares;
  private double truthTimesPrior;
  private long pixels;

  /**
   * Starts without data.
   *
   * @param pieces linear pieces of the curve, at least one
   */
  CalibrationFit(int pieces) {
    this.pieces = pieces;
    this.ownProducts = new double[pieces + 1];
    this.nextProducts = new double[pieces];
    this.truthProducts = new double[pieces + 1];
    this.priorProducts = new double[pieces + 1];
  }

  /**
   * Result of a fit.
   *
   * @param brightness the curve at equally spaced knots from 0 to 1; non-decreasing, in 0..1
   * @param priorWeight 0..1
   */
  record Result(List<Double> brightness, double priorWeight) {}

  /**
   * Adds one frame; the arrays have one value in 0..1 per pixel.
   *
   * @param prediction predicted map
   * @param truth ground-truth map
   * @param prior center prior
   */
  void add(double[] prediction, double[] truth, double[] prior) {
    for (int i = 0; i < prediction.length; i++) {
      double position = Math.max(0, Math.min(1, prediction[i])) * pieces;
      int piece = Math.min((int) position, pieces - 1);
      double end = position - piece;
      double start = 1 - end;
      ownProducts[piece] += start * start;
      ownProducts[piece + 1] += end * end;
      nextProducts[piece] += start * end;
      truthProducts[piece] += start * truth[i];
      truthProducts[piece + 1] += end * truth[i];
      priorProducts[piece] += start * prior[i];
      priorProducts[piece + 1] += end * prior[i];
      truthSquares += truth[i] * truth[i];
      priorSquares += prior[i] * prior[i];
      truthTimesPrior += truth[i] * prior[i];
    }
    pixels += prediction.length;
  }

  /** Mean squared error between the ground truth and the calibrated predictions. */
  double meanSquaredError(Result result) {
    double weight = result.priorWeight();
    double sum = truthSquares - 2 * weight * truthTimesPrior + weight * weight * priorSquares;
    for (int k = 0; k <= pieces; k++) {
      double level = (1 - weight) * result.brightness().get(k);
      sum +=
          level * (level * ownProducts[k] - 2 * truthProducts[k] + 2 * weight * priorProducts[k]);
      if (k < pieces) {
        sum += 2 * level * (1 - weight) * result.brightness().get(k + 1) * nextProducts[k];
      }
    }
    return Math.max(0, sum / pixels);
  }

  /** The identity curve without a prior. */
  Result identity() {
    List<Double> levels = new ArrayList<>();
    for (int k = 0; k <= pieces; k++) {
      levels.add((double) k / pieces);
    }
    return new Result(levels, 0);
  }

  /** The best curve and weight; the identity when it is at least as good. */
  Result fit() {
    Result best = identity();
    if (pixels == 0) {
      return best;
    }
    Result fitted = result(NonNegativeLeastSquares.solve(matrix(), vector()));
    return meanSquaredError(fitted) < meanSquaredError(best) ? fitted : best;
  }

  private Result result(double[] increments) {
    double weight = Math.min(1, increments[pieces + 1]);
    if (weight == 1) {
      return new Result(identity().brightness(), 1);
    }
    List<Double> levels = new ArrayList<>();
    double level = 0;
    for (int k = 0; k <= pieces; k++) {
      level += increments[k] / (1 - weight);
      levels.add(Math.min(1, level));
    }
    return new Result(Collections.unmodifiableList(levels), weight);
  }

  /**
   * The unknowns are the increments to each knot (the first from 0) and, last, the weight. An
   * increment raises its knot and all later ones, so its products are sums over those.
   */
  private double[][] matrix() {
    int count = pieces + 2;
    double[][] matrix = new double[count][count];
    for (int i = pieces; i >= 0; i--) {
      for (int j = pieces; j >= 0; j--) {
        matrix[i][j] =
            knotProduct(i, j)
                + below(matrix, i + 1, j)
                + below(matrix, i, j + 1)
                - below(matrix, i + 1, j + 1);
      }
    }
    double priorSum = 0;
    for (int k = pieces; k >= 0; k--) {
      priorSum += priorProducts[k];
      matrix[k][pieces + 1] = priorSum;
      matrix[pieces + 1][k] = priorSum;
    }
    matrix[pieces + 1][pieces + 1] = priorSquares;
    for (int i = 0; i < count; i++) {
      matrix[i][i] += RIDGE * pixels;
    }
    return matrix;
  }

  private double below(double[][] matrix, int i, int j) {
    return i > pieces || j > pieces ? 0 : matrix[i][j];
  }

  private double knotProduct(int i, int j) {
    return switch (Math.abs(i - j)) {
      case 0 -> ownProducts[i];
      case 1 -> nextProducts[Math.min(i, j)];
      default -> 0;
    };
  }

  private double[] vector() {
    double[] vector = new double[pieces + 2];
    double sum = 0;
    for (int k = pieces; k >= 0; k--) {
      sum += truthProducts[k];
      vector[k] = sum;
    }
    vector[pieces + 1] = truthTimesPrior;
    return vector;
  }
}
