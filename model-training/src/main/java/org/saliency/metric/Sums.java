package org.saliency.metric;

/**
 * Sums over maps, in four parts that a processor adds up side by side: each addition waits for the
 * one before it, so that one part alone takes three times as long. The order of additions is fixed,
 * so that equal maps have equal sums to the last bit.
 */
final class Sums {

  private Sums() {}

  /** Of values. */
  static double of(double[] values) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < values.length - 3; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < values.length; i++) {
      a += values[i];
    }
    return (a + b) + (c + d);
  }

  /** Of the products of values less an offset and others less theirs. */
  static double ofProducts(double[] values, double offset, double[] others, double otherOffset) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < values.length - 3; i += 4) {
      a += (values[i] - offset) * (others[i] - otherOffset);
      b += (values[i + 1] - offset) * (others[i + 1] - otherOffset);
      c += (values[i + 2] - offset) * (others[i + 2] - otherOffset);
      d += (values[i + 3] - offset) * (others[i + 3] - otherOffset);
    }
    for (; i < values.length; i++) {
      a += (values[i] - offset) * (others[i] - otherOffset);
    }
    return (a + b) + (c + d);
  }

  /** Of the smaller of values times a factor and others times theirs. */
  static double ofSmaller(double[] values, double factor, double[] others, double otherFactor) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < values.length - 3; i += 4) {
      a += smaller(values[i] * factor, others[i] * otherFactor);
      b += smaller(values[i + 1] * factor, others[i + 1] * otherFactor);
      c += smaller(values[i + 2] * factor, others[i + 2] * otherFactor);
      d += smaller(values[i + 3] * factor, others[i + 3] * otherFactor);
    }
    for (; i < values.length; i++) {
      a += smaller(values[i] * factor, others[i] * otherFactor);
    }
    return (a + b) + (c + d);
  }

  /** Of finite numbers, among which {@code Math.min} would look for others. */
  private static double smaller(double value, double other) {
    return value < other ? value : other;
  }
}
