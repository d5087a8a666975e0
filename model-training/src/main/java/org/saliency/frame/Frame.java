package org.saliency.frame;

/**
 * One decoded image.
 *
 * @param rgb {@code 3 * size.pixels()} bytes: red, green and blue of each pixel in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // a pixel buffer; never compared
public record Frame(Size size, byte[] rgb) {

  /** Values from which a pixel is not black; video formats have 16 steps below their black. */
  private static final int BLACK = 16;

  public Frame {
    if (rgb.length != 3 * size.pixels()) {
      throw new IllegalArgumentException(
          "a frame of " + size + " needs " + 3 * size.pixels() + " bytes, got " + rgb.length);
    }
  }

  /** Whether all pixels are black, up to the noise of video compression. */
  public boolean isBlack() {
    for (byte value : rgb) {
      if ((value & 0xff) >= BLACK) {
        return false;
      }
    }
    return true;
  }
}
