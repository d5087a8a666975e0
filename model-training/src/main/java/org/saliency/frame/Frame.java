package org.saliency.frame;

/**
 * One decoded image.
 *
 * @param rgb {@code 3 * size.pixels()} bytes: red, green and blue of each pixel in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // a pixel buffer; never compared
public record Frame(Size size, byte[] rgb) {

  public Frame {
    if (rgb.length != 3 * size.pixels()) {
      throw new IllegalArgumentException(
          "a frame of " + size + " needs " + 3 * size.pixels() + " bytes, got " + rgb.length);
    }
  }
}
