package org.saliency.frame;

/**
 * Colours of a frame, by which a cut between two shots is found: the frame is reduced to {@value
 * #COLUMNS}x{@value #ROWS} means, each of whose colours counts for the two next of {@value #LEVELS}
 * equally spaced levels. Consecutive frames belong to one shot if their histograms overlap by at
 * least {@value #OVERLAP}, of at most 1.
 *
 * <p>Source: Zhang, Kankanhalli and Smoliar, Automatic partitioning of full-motion video, 1993.
 */
public final class ColourHistogram {

  public static final double OVERLAP = 0.85;
  public static final int COLUMNS = 32;
  public static final int ROWS = 24;
  public static final int LEVELS = 8;

  private static final int CHANNELS = 3;
  private static final double WHITE = 255;

  /** For each colour and level the share of the means. */
  private final double[] shares = new double[CHANNELS * LEVELS];

  private ColourHistogram() {}

  /** The histogram of a frame. */
  public static ColourHistogram of(Frame frame) {
    ColourHistogram histogram = new ColourHistogram();
    Size size = frame.size();
    long[] sums = new long[CHANNELS];
    for (int row = 0; row < ROWS; row++) {
      int top = row * size.height() / ROWS;
      int bottom = divideUp((row + 1) * size.height(), ROWS);
      for (int column = 0; column < COLUMNS; column++) {
        int left = column * size.width() / COLUMNS;
        int right = divideUp((column + 1) * size.width(), COLUMNS);
        sum(frame, left, right, top, bottom, sums);
        int pixels = (right - left) * (bottom - top);
        for (int channel = 0; channel < CHANNELS; channel++) {
          histogram.add(channel, sums[channel] / WHITE / pixels);
        }
      }
    }
    return histogram;
  }

  private static void sum(Frame frame, int left, int right, int top, int bottom, long[] sums) {
    byte[] rgb = frame.rgb();
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < bottom; y++) {
      int at = CHANNELS * (y * frame.size().width() + left);
      for (int x = left; x < right; x++, at += CHANNELS) {
        red += rgb[at] & 0xff;
        green += rgb[at + 1] & 0xff;
        blue += rgb[at + 2] & 0xff;
      }
    }
    sums[0] = red;
    sums[1] = green;
    sums[2] = blue;
  }

  /** Adds a mean in 0..1. */
  private void add(int channel, double mean) {
    double level = mean * (LEVELS - 1);
    int below = Math.min((int) level, LEVELS - 2);
    double share = 1.0 / (ROWS * COLUMNS);
    shares[channel * LEVELS + below] += share * (1 - (level - below));
    shares[channel * LEVELS + below + 1] += share * (level - below);
  }

  private static int divideUp(int amount, int by) {
    return (amount + by - 1) / by;
  }

  /** Whether a frame and the one before or after it belong to one shot. */
  public boolean isSameShot(ColourHistogram other) {
    double common = 0;
    for (int i = 0; i < shares.length; i++) {
      common += Math.min(shares[i], other.shares[i]);
    }
    return common >= CHANNELS * OVERLAP;
  }
}
