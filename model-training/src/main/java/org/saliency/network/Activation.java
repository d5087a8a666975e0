package org.saliency.network;

/**
 * Representation of features in 8 bits: an integer q in 0..255 is {@code (q - zeroPoint) * scale}.
 *
 * @param scale value of one step
 * @param zeroPoint integer that is zero: 0 for features after a ReLU, else 128
 */
record Activation(double scale, int zeroPoint) {

  private static final int STEPS = 255;
  private static final int MIDDLE = 128;

  /**
   * The representation of a range.
   *
   * @param range largest magnitude to represent
   * @param isSigned whether there are negative values
   */
  static Activation of(double range, boolean isSigned) {
    return isSigned
        ? new Activation(range / (MIDDLE - 1), MIDDLE)
        : new Activation(range / STEPS, 0);
  }

  /** TorchScript of scale and zero point, as arguments. */
  String arguments() {
    return scale + ", " + zeroPoint;
  }
}
