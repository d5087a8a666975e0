package org.saliency.spark.report;

import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * A frame reduced to what tells motion and cuts.
 *
 * @param grey mean brightness of the cells of a grid, 0..255
 * @param colours shares of the pixels by colour
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FrameSketch(float[] grey, float[] colours) {

  private static final int COLUMNS = 48;
  private static final int ROWS = 36;
  private static final int LEVELS = 4;

  /** Of all pixels, those in a grid of up to this many columns and rows are read. */
  private static final int READ = 192;

  /** Sketches a frame. */
  static FrameSketch of(Frame frame) {
    Size size = frame.size();
    int step = Math.max(1, Math.max(size.width(), size.height()) / READ);
    float[] sums = new float[COLUMNS * ROWS];
    int[] counts = new int[COLUMNS * ROWS];
    float[] colours = new float[LEVELS * LEVELS * LEVELS];
    int read = 0;
    for (int row = 0; row < size.height(); row += step) {
      for (int column = 0; column < size.width(); column += step) {
        int at = 3 * (row * size.width() + column);
        int red = frame.rgb()[at] & 0xff;
        int green = frame.rgb()[at + 1] & 0xff;
        int blue = frame.rgb()[at + 2] & 0xff;
        int cell = row * ROWS / size.height() * COLUMNS + column * COLUMNS / size.width();
        sums[cell] += (red + green + blue) / 3f;
        counts[cell]++;
        colours[(level(red) * LEVELS + level(green)) * LEVELS + level(blue)]++;
        read++;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= Math.max(1, counts[i]);
    }
    for (int i = 0; i < colours.length; i++) {
      colours[i] /= read;
    }
    return new FrameSketch(sums, colours);
  }

  private static int level(int value) {
    return value * LEVELS / 256;
  }

  /** Mean absolute difference of the brightness, 0..255. */
  double motionTo(FrameSketch other) {
    double sum = 0;
    for (int i = 0; i < grey.length; i++) {
      sum += Math.abs(grey[i] - other.grey[i]);
    }
    return sum / grey.length;
  }

  /** Share of the pixels whose colour does not occur in the other frame, 0..1. */
  double colourChangeTo(FrameSketch other) {
    double common = 0;
    for (int i = 0; i < colours.length; i++) {
      common += Math.min(colours[i], other.colours[i]);
    }
    return 1 - common;
  }
}
