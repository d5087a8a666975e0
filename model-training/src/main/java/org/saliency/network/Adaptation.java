package org.saliency.network;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * Adapts maps to the viewers of a data set by seven numbers. A map v becomes
 *
 * <pre>
 * y = exp(gain log(blur(v) + 0.001) + a x + b y - c x^2 - d y^2), divided by its maximum
 * floor + (1 - floor) y
 * </pre>
 *
 * where x and y are -1 at the left and top and 1 at the right and bottom: the four terms are the
 * logarithm of a Gaussian, the center bias.
 *
 * <p>Source: scale, blur and center bias as in Kümmerer, Wallis and Bethge, Information-theoretic
 * model comparison unifies saliency metrics, 2015.
 *
 * @param gain contrast of the map, at least 0
 * @param blur standard deviation of a Gaussian blur as a share of the width, 0 for none
 * @param centerBias a, b, c and d; c and d at least 0
 * @param floor least value of the result, 0..1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Adaptation(double gain, double blur, List<Double> centerBias, double floor) {

  /** Added to values before the logarithm. */
  public static final double EPSILON = 0.001;

  /** No change, but for the division by the maximum. */
  public static final Adaptation NONE = new Adaptation(1, 0, List.of(0.0, 0.0, 0.0, 0.0), 0);

  private static final int BIAS_TERMS = 4;
  private static final double REACH = 3;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is missing or out of range
   */
  public Adaptation {
    centerBias = List.copyOf(centerBias);
    boolean isValid =
        gain >= 0
            && blur >= 0
            && blur < 1
            && floor >= 0
            && floor <= 1
            && centerBias.size() == BIAS_TERMS
            && centerBias.get(2) >= 0
            && centerBias.get(3) >= 0;
    if (!isValid) {
      throw new IllegalArgumentException(
          "calibration: gain, blur, center bias or floor is out of range");
    }
  }

  /** The logarithm of the center bias at a place, both coordinates in -1..1. */
  private double logBias(double x, double y) {
    return centerBias.get(0) * x
        + centerBias.get(1) * y
        - centerBias.get(2) * x * x
        - centerBias.get(3) * y * y;
  }

  /** The logarithm of the center bias at the centers of pixels, row by row. */
  public double[] logBias(Size size) {
    double[] values = new double[size.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          logBias(
              coordinate(i % size.width(), size.width()),
              coordinate(i / size.width(), size.height()));
    }
    return values;
  }

  /** Place of the center of a pixel: -1 at the start of the axis and 1 at its end. */
  public static double coordinate(int pixel, int length) {
    return (2 * pixel + 1.0) / length - 1;
  }

  /** Weights of the blur for maps of a width, of odd length, with sum 1. */
  double[] taps(int width) {
    double deviation = blur * width;
    int border = (int) Math.ceil(REACH * deviation);
    double[] taps = new double[2 * border + 1];
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      double distance = i - border;
      taps[i] = border == 0 ? 1 : Math.exp(-distance * distance / (2 * deviation * deviation));
      sum += taps[i];
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] /= sum;
    }
    return taps;
  }

  /** The blurred map; borders are replicated. */
  public SaliencyMap blurred(SaliencyMap map) {
    double[] taps = taps(map.size().width());
    if (taps.length == 1) {
      return map;
    }
    int width = map.size().width();
    int height = map.size().height();
    double[] rows = new double[map.values().length];
    double[] result = new double[rows.length];
    blur(map.values(), rows, taps, height, width, width, 1);
    blur(rows, result, taps, width, 1, height, width);
    return new SaliencyMap(map.size(), result);
  }

  private static void blur(
      double[] from, double[] to, double[] taps, int lines, int lineStep, int length, int step) {
    int border = taps.length / 2;
    for (int line = 0; line < lines; line++) {
      int start = line * lineStep;
      for (int i = 0; i < length; i++) {
        double sum = 0;
        for (int k = 0; k < taps.length; k++) {
          int at = Math.max(0, Math.min(length - 1, i + k - border));
          sum += taps[k] * from[start + at * step];
        }
        to[start + i * step] = sum;
      }
    }
  }

  /** Adapts a map. */
  public SaliencyMap apply(SaliencyMap map) {
    double[] values = blurred(map).values().clone();
    double[] bias = logBias(map.size());
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      values[i] = gain * Math.log(values[i] + EPSILON) + bias[i];
      highest = Math.max(highest, values[i]);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = floor + (1 - floor) * Math.exp(values[i] - highest);
    }
    return new SaliencyMap(map.size(), values);
  }

  /** All numbers. */
  Tensor numbers() {
    return Tensor.of(
        new long[] {BIAS_TERMS + 3},
        new float[] {
          (float) gain,
          (float) blur,
          centerBias.get(0).floatValue(),
          centerBias.get(1).floatValue(),
          centerBias.get(2).floatValue(),
          centerBias.get(3).floatValue(),
          (float) floor
        });
  }
}
