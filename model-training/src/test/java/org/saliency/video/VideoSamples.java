package org.saliency.video;

import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Pictures of the video tests, by formulas. */
final class VideoSamples {

  private VideoSamples() {}

  /** A grey blob on black, as saliency maps are, that moves from frame to frame. */
  static byte[] blob(Size size, int frame, int peak) {
    byte[] grey = new byte[size.pixels()];
    double sigma = Math.max(1, size.width() / 8.0);
    double x = size.width() * (0.3 + 0.01 * frame % 0.4);
    double y = size.height() * 0.45;
    for (int i = 0; i < grey.length; i++) {
      double dx = i % size.width() - x;
      double dy = i / size.width() - y;
      grey[i] = (byte) Math.round(peak * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)));
    }
    return grey;
  }

  /** Smooth, slowly drifting colours. */
  static Frame scene(Size size, int frame) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < size.pixels(); i++) {
      double x = (i % size.width() + frame) / 60.0;
      double y = i / size.width() / 40.0;
      rgb[3 * i] = (byte) (128 + 100 * Math.sin(x));
      rgb[3 * i + 1] = (byte) (128 + 100 * Math.sin(y));
      rgb[3 * i + 2] = (byte) (128 + 100 * Math.cos(x + y));
    }
    return new Frame(size, rgb);
  }
}
