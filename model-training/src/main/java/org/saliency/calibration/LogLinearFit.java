package org.saliency.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.saliency.frame.Size;
import org.saliency.network.Adaptation;

/**
 * Fits gain and center bias: distributions proportional to exp(gain l + a x + b y - c x^2 - d y^2)
 * to truths, where l is the logarithm of a map. Minimises the weighted mean of the KL divergences
 * (up to the truths' entropy) plus the squared distance from gain 1 without bias times {@value
 * #RIDGE} over the number of videos, of which few say little about others, by Newton's method.
 * Gain, c and d stay at 0 or above.
 */
final class LogLinearFit {

  /** Penalty for a single video. */
  private static final double RIDGE = 0.3;

  private static final int COUNT = 5;
  private static final int MOST_STEPS = 30;
  private static final int MOST_HALVINGS = 20;
  private static final double CONVERGED = 1e-9;
  private static final double[] IDENTITY = {1, 0, 0, 0, 0};

  /** Parameters that must not be negative. */
  private static final int[] NON_NEGATIVE = {0, 3, 4};

  private record Frame(double[] logarithm, double[] truth, double weight) {}

  /** Value, gradient and Hessian of the loss. */
  private record Loss(double value, double[] gradient, double[][] hessian) {}

  private final double[][] places;
  private final List<Frame> frames = new ArrayList<>();
  private double weights;
  private double[] parameters = IDENTITY.clone();

  LogLinearFit(Size size) {
    places = new double[COUNT - 1][size.pixels()];
    for (int i = 0; i < size.pixels(); i++) {
      double x = Adaptation.coordinate(i % size.width(), size.width());
      double y = Adaptation.coordinate(i / size.width(), size.height());
      places[0][i] = x;
      places[1][i] = y;
      places[2][i] = -x * x;
      places[3][i] = -y * y;
    }
  }

  /** Adds a frame; the truth sums to 1, and so do the weights of the frames of a video. */
  void add(double[] logarithm, double[] truth, double weight) {
    frames.add(new Frame(logarithm, truth, weight));
    weights += weight;
  }

  /** Gain, a, b, c, d. */
  double[] parameters() {
    return parameters.clone();
  }

  /** Loss of the parameters. */
  double loss() {
    return loss(parameters).value();
  }

  /** Finds the parameters; a parameter that would become negative is fixed at 0. */
  void run() {
    boolean[] isFixed = new boolean[COUNT];
    boolean isFeasible = false;
    while (!isFeasible) {
      minimise(isFixed);
      isFeasible = true;
      for (int i : NON_NEGATIVE) {
        if (parameters[i] < 0) {
          isFixed[i] = true;
          parameters[i] = 0;
          isFeasible = false;
        }
      }
    }
  }

  private void minimise(boolean[] isFixed) {
    Loss now = loss(parameters);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] change = solve(now.hessian(), now.gradient(), isFixed);
      Loss next = now;
      double[] moved = parameters;
      double share = 1;
      for (int i = 0; i < MOST_HALVINGS; i++, share /= 2) {
        double part = share;
        moved = parameters.clone();
        for (int k = 0; k < COUNT; k++) {
          moved[k] -= part * change[k];
        }
        next = loss(moved);
        if (next.value() <= now.value()) {
          break;
        }
      }
      if (next.value() > now.value() - CONVERGED) {
        return;
      }
      parameters = moved;
      now = next;
    }
  }

  private Loss loss(double[] at) {
    double value = 0;
    double[] gradient = new double[COUNT];
    double[][] hessian = new double[COUNT][COUNT];
    for (Frame frame : frames) {
      double[] exponents = exponents(frame, at);
      double highest = Arrays.stream(exponents).max().orElseThrow();
      double sum = 0;
      double expected = 0;
      double[] means = new double[COUNT];
      double[] targets = new double[COUNT];
      double[][] products = new double[COUNT][COUNT];
      double[] terms = new double[COUNT];
      for (int i = 0; i < exponents.length; i++) {
        double mass = Math.exp(exponents[i] - highest);
        sum += mass;
        expected += frame.truth[i] * exponents[i];
        terms[0] = frame.logarithm[i];
        for (int k = 1; k < COUNT; k++) {
          terms[k] = places[k - 1][i];
        }
        for (int k = 0; k < COUNT; k++) {
          targets[k] += frame.truth[i] * terms[k];
          means[k] += mass * terms[k];
          for (int m = 0; m <= k; m++) {
            products[k][m] += mass * terms[k] * terms[m];
          }
        }
      }
      double weight = frame.weight / weights;
      value += weight * (highest + Math.log(sum) - expected);
      for (int k = 0; k < COUNT; k++) {
        gradient[k] += weight * (means[k] / sum - targets[k]);
        for (int m = 0; m <= k; m++) {
          double covariance = products[k][m] / sum - means[k] / sum * (means[m] / sum);
          hessian[k][m] += weight * covariance;
          hessian[m][k] = hessian[k][m];
        }
      }
    }
    for (int k = 0; k < COUNT; k++) {
      double distance = at[k] - IDENTITY[k];
      double ridge = RIDGE / weights;
      value += ridge * distance * distance;
      gradient[k] += 2 * ridge * distance;
      hessian[k][k] += 2 * ridge;
    }
    return new Loss(value, gradient, hessian);
  }

  private double[] exponents(Frame frame, double[] at) {
    double[] exponents = new double[frame.logarithm.length];
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = at[0] * frame.logarithm[i];
      for (int k = 1; k < COUNT; k++) {
        exponents[i] += at[k] * places[k - 1][i];
      }
    }
    return exponents;
  }

  /** Mean divergence, up to the truths' entropy, when the maps have a least value. */
  double lossWithFloor(double floor) {
    double loss = 0;
    for (Frame frame : frames) {
      double[] values = exponents(frame, parameters);
      double highest = Arrays.stream(values).max().orElseThrow();
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = floor + (1 - floor) * Math.exp(values[i] - highest);
        sum += values[i];
      }
      for (int i = 0; i < values.length; i++) {
        loss -= frame.weight / weights * frame.truth[i] * Math.log(values[i] / sum + 1e-12);
      }
    }
    return loss;
  }

  /** Solves a positive definite system without the fixed unknowns, which are 0. */
  private static double[] solve(double[][] matrix, double[] vector, boolean[] isFixed) {
    double[][] rows = new double[COUNT][COUNT + 1];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        boolean isFree = !isFixed[i] && !isFixed[j];
        rows[i][j] = isFree ? matrix[i][j] : i == j ? 1 : 0;
      }
      rows[i][COUNT] = isFixed[i] ? 0 : vector[i];
    }
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        if (j != i) {
          double factor = rows[j][i] / rows[i][i];
          for (int k = i; k <= COUNT; k++) {
            rows[j][k] -= factor * rows[i][k];
          }
        }
      }
    }
    double[] solution = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      solution[i] = rows[i][COUNT] / rows[i][i];
    }
    return solution;
  }
}
