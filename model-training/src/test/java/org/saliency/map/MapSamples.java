package org.saliency.map;

import java.util.Random;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Test inputs by the formulas that the recorded expectations were computed from. */
public final class MapSamples {

  private MapSamples() {}

  /** Value at (row, column): ((7 row + 3 column + row column) mod 11) / 10. */
  public static SaliencyMap steps(int height, int width) {
    double[] values = new double[height * width];
    for (int i = 0; i < values.length; i++) {
      int row = i / width;
      int column = i % width;
      values[i] = (row * 7 + column * 3 + row * column) % 11 / 10.0;
    }
    return new SaliencyMap(new Size(width, height), values);
  }

  /** Channel k at (row, column): (37 row + 53 column + 91 k + row column k) mod 256. */
  public static Frame frame(int height, int width) {
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      int row = i / (3 * width);
      int column = i / 3 % width;
      int channel = i % 3;
      rgb[i] = (byte) (row * 37 + column * 53 + channel * 91 + row * column * channel);
    }
    return new Frame(new Size(width, height), rgb);
  }

  static SaliencyMap random(int height, int width, long seed) {
    Random random = new Random(seed);
    return new SaliencyMap(
        new Size(width, height), random.doubles((long) height * width).toArray());
  }
}
