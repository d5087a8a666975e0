package org.saliency.map;

import java.util.Arrays;

/**
 * Resampling weights for one axis: each output is a weighted sum of neighbouring inputs. An image
 * is resized by applying one instance to its rows and one to its columns.
 */
final class AxisWeights {

  private final int[] first;
  private final double[][] weights;

  /** For interpolation, the second input of each output and its weight; otherwise empty. */
  private final int[] second;

  private final double[] share;

  /** For interpolation, the number of outputs whose first input is this one or an earlier one. */
  private final int[] ends;

  private AxisWeights(int to) {
    this(to, 0, 0);
  }

  private AxisWeights(int to, int pairs, int from) {
    first = new int[to];
    weights = new double[to][];
    second = new int[pairs];
    share = new double[pairs];
    ends = new int[from];
  }

  /**
   * Linear interpolation between the two nearest inputs, with half-pixel centres, for shrinking and
   * enlarging; as {@code torch.nn.functional.interpolate(mode="bilinear", align_corners=False)}.
   */
  static AxisWeights interpolating(int from, int to) {
    AxisWeights axis = new AxisWeights(to, to, from);
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      double source = Math.max(0, scale * (i + 0.5) - 0.5);
      int left = Math.min((int) source, from - 1);
      boolean isLast = left == from - 1;
      axis.first[i] = left;
      axis.second[i] = isLast ? left : left + 1;
      axis.share[i] = isLast ? 0 : source - left;
      axis.weights[i] = isLast ? new double[] {1} : new double[] {1 - axis.share[i], axis.share[i]};
      axis.ends[left] = i + 1;
    }
    for (int i = 1; i < from; i++) {
      axis.ends[i] = Math.max(axis.ends[i - 1], axis.ends[i]);
    }
    return axis;
  }

  /**
   * A triangle filter whose support grows with the factor when shrinking, and linear interpolation
   * when enlarging, as Pillow's {@code BILINEAR} and torch's {@code antialias=True}. Applies to the
   * input between {@code start} and {@code stop}, which may be fractional; the filter extends
   * beyond them, as in Pillow's {@code resize(box=...)}. If {@code start} is greater, the result is
   * mirrored.
   */
  static AxisWeights antialiased(int from, int to, double start, double stop) {
    if (start > stop) {
      return antialiased(from, to, stop, start).mirrored();
    }
    AxisWeights axis = new AxisWeights(to);
    double scale = (stop - start) / to;
    double support = Math.max(1, scale);
    for (int i = 0; i < to; i++) {
      double centre = start + scale * (i + 0.5);
      int begin = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      double[] filter = new double[end - begin];
      double sum = 0;
      for (int k = 0; k < filter.length; k++) {
        filter[k] = Math.max(0, 1 - Math.abs((begin + k - centre + 0.5) / support));
        sum += filter[k];
      }
      for (int k = 0; k < filter.length; k++) {
        filter[k] /= sum;
      }
      axis.first[i] = begin;
      axis.weights[i] = filter;
    }
    return axis;
  }

  /**
   * Bicubic interpolation (a = -0.5) with half-pixel centres, whose kernel grows with the factor
   * when shrinking; beyond the edges the input is mirrored. As MATLAB's {@code imresize}.
   */
  static AxisWeights cubic(int from, int to) {
    AxisWeights axis = new AxisWeights(to);
    double scale = Math.max(1, (double) from / to);
    int support = (int) Math.ceil(2 * scale) + 1;
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * from / to - 0.5;
      int nearest = (int) Math.floor(centre);
      double[] all = new double[from];
      double sum = 0;
      int begin = from;
      int end = 0;
      for (int k = nearest - support; k <= nearest + support + 1; k++) {
        double weight = cubic((centre - k) / scale);
        if (weight != 0) {
          int mirrored = Math.floorMod(k, 2 * from);
          int input = mirrored < from ? mirrored : 2 * from - 1 - mirrored;
          all[input] += weight;
          sum += weight;
          begin = Math.min(begin, input);
          end = Math.max(end, input + 1);
        }
      }
      double[] filter = Arrays.copyOfRange(all, begin, end);
      for (int k = 0; k < filter.length; k++) {
        filter[k] /= sum;
      }
      axis.first[i] = begin;
      axis.weights[i] = filter;
    }
    return axis;
  }

  private static double cubic(double position) {
    double x = Math.abs(position);
    if (x <= 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  private AxisWeights mirrored() {
    AxisWeights axis = new AxisWeights(first.length);
    for (int i = 0; i < first.length; i++) {
      axis.first[i] = first[first.length - 1 - i];
      axis.weights[i] = weights[first.length - 1 - i];
    }
    return axis;
  }

  /** The first input with a weight. */
  int begin() {
    return Math.min(first[0], first[first.length - 1]);
  }

  /** The end of the inputs with a weight, exclusive. */
  int end() {
    int last = first.length - 1;
    return Math.max(first[0] + weights[0].length, first[last] + weights[last].length);
  }

  /** The same weights for an input that starts at {@link #begin}. */
  AxisWeights fromBegin() {
    if (begin() == 0) {
      return this;
    }
    AxisWeights axis = new AxisWeights(first.length);
    for (int i = 0; i < first.length; i++) {
      axis.first[i] = first[i] - begin();
      axis.weights[i] = weights[i];
    }
    return axis;
  }

  /**
   * Computes {@code mixed.length} values of an output row, starting at {@code column}. Weights
   * apply to the differences from the first value, which keeps equal values equal to the last bit:
   * AUC depends on ties.
   *
   * @param width of the input rows
   */
  void mixRows(int row, double[] values, int width, int column, double[] mixed) {
    double[] filter = weights[row];
    int start = first[row] * width + column;
    System.arraycopy(values, start, mixed, 0, mixed.length);
    for (int k = 1; k < filter.length; k++) {
      int offset = start + k * width;
      double weight = filter[k];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += weight * (values[offset + i] - values[start + i]);
      }
    }
  }

  /**
   * As {@link #mixRows(int, double[], int, int, double[])}, to the last bit, for rows that are not
   * in one array. With rows copied for it, shrinking a map would take a third more time.
   *
   * @param rows input rows by number
   */
  void mixRows(int row, KeptRows<double[]> rows, double[] mixed) {
    double[] filter = weights[row];
    double[] start = rows.get(first[row]);
    System.arraycopy(start, 0, mixed, 0, mixed.length);
    for (int k = 1; k < filter.length; k++) {
      double[] values = rows.get(first[row] + k);
      double weight = filter[k];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += weight * (values[i] - start[i]);
      }
    }
  }

  /** The maximum number of inputs per output. */
  int longest() {
    return Arrays.stream(weights).mapToInt(filter -> filter.length).max().orElse(0);
  }

  /**
   * Computes an output row in single precision.
   *
   * @param rows input rows by number
   */
  void mixRows(int row, KeptRows<float[]> rows, float[] mixed) {
    Arrays.fill(mixed, 0);
    for (int k = 0; k < weights[row].length; k++) {
      float[] values = rows.get(first[row] + k);
      float weight = (float) weights[row][k];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += weight * values[i];
      }
    }
  }

  /** Resamples a row into {@code result}, starting at {@code offset}. */
  void mixColumns(double[] row, double[] result, int offset) {
    if (share.length > 0) {
      interpolateColumns(row, result, offset);
      return;
    }
    for (int i = 0; i < first.length; i++) {
      double[] filter = weights[i];
      int from = first[i];
      double sum = row[from];
      for (int k = 1; k < filter.length; k++) {
        sum += filter[k] * (row[from + k] - row[from]);
      }
      result[offset + i] = sum;
    }
  }

  private void interpolateColumns(double[] row, double[] result, int offset) {
    for (int i = 0; i < share.length; i++) {
      double left = row[first[i]];
      result[offset + i] = left + share[i] * (row[second[i]] - left);
    }
  }

  /**
   * Interpolates a row as {@link #mixColumns(double[], double[], int)} and quantises it to 8 bits.
   * Iterates over the inputs, which is faster when enlarging.
   *
   * @param row number of the output row
   */
  void interpolateSteps(double[] values, int row, byte[] steps) {
    int highest = MapDepth.EIGHT_BITS.highest();
    int offset = row * share.length;
    int column = 0;
    for (int i = 0; i < ends.length; i++) {
      double left = values[i];
      double difference = values[Math.min(i + 1, ends.length - 1)] - left;
      double right = left + difference;
      int end = ends[i];
      if (left >= 0 && left <= 1 && right >= 0 && right <= 1) { // and so are all values in between
        for (; column < end; column++) {
          double value = left + share[column] * difference;
          steps[offset + column] = (byte) (int) (value * highest + 0.5);
        }
      }
      for (; column < end; column++) {
        double value = left + share[column] * difference;
        steps[offset + column] = (byte) MapDepth.step(value, highest, row, column);
      }
    }
  }

  /** Resamples a row of interleaved RGB pixels and rounds to bytes. */
  void mixColumns(float[] row, byte[] result, int offset) {
    for (int i = 0; i < first.length; i++) {
      double[] filter = weights[i];
      int from = 3 * first[i];
      double red = 0.5;
      double green = 0.5;
      double blue = 0.5;
      for (int k = 0; k < filter.length; k++) {
        double weight = filter[k];
        red += weight * row[from + 3 * k];
        green += weight * row[from + 3 * k + 1];
        blue += weight * row[from + 3 * k + 2];
      }
      result[offset + 3 * i] = (byte) (int) red;
      result[offset + 3 * i + 1] = (byte) (int) green;
      result[offset + 3 * i + 2] = (byte) (int) blue;
    }
  }
}
