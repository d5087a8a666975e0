package org.saliency.frame;

/**
 * One decoded picture.
 *
 * @param size its size
 * @param rgb red, green, blue, 0..255, pixel after pixel and row after row: {@code 3 * pixels}
 *     bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a pixel buffer; compared by nobody
public record Frame(Size size, byte[] rgb) {

  public Frame {
    if (rgb.length != 3 * size.pixels()) {
      throw new IllegalArgumentException(
          "a frame of " + size + " takes " + 3 * size.pixels() + " bytes, not " + rgb.length);
    }
  }
}
