package org.saliency.metric;

/**
 * Sums over maps with four independent accumulators, which is three times as fast as one. The order
 * of additions is fixed, so that equal maps have equal sums to the last bit.
 */
final class Sums {

  private Sums() {}

  /** Sum of the values. */
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

  /** Sum of {@code (values[i] - offset) * (others[i] - otherOffset)}. */
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

  /** Sum of {@code min(values[i] * factor, others[i] * otherFactor)}. */
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

  /** Faster than {@code Math.min}, for finite numbers. */
  private static double smaller(double value, double other) {
    return value < other ? value : other;
  }
}
