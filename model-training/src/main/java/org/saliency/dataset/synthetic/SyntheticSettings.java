package org.saliency.dataset.synthetic;

import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;

/**
 * Parameters of a synthetic data set. The same settings give the same pixels on every machine.
 *
 * @param videos number of videos, at least 1
 * @param frames frames per video, at least 1
 * @param size of the frames, from {@link #SHORTEST_SIDE} to {@link #LONGEST_SIDE} pixels on each
 *     side
 * @param seed a video only depends on the seed and its number
 * @param attraction how attractive objects differ
 * @param bias where attractive objects are
 */
public record SyntheticSettings(
    int videos, int frames, Size size, long seed, Attraction attraction, Bias bias) {

  /** Minimum side in pixels at which objects can be distinguished. */
  public static final int SHORTEST_SIDE = 32;

  /** Maximum side in pixels. */
  public static final int LONGEST_SIDE = 8192;

  /** Reads the section {@code synthesize}. */
  public static SyntheticSettings from(Settings settings) {
    return new SyntheticSettings(
        settings.integer("videos", 1, 1_000_000),
        settings.integer("frames", 1, 1_000_000),
        settings.size("size"),
        settings.seed("seed"),
        settings.choice("attraction", Attraction.class),
        settings.choice("bias", Bias.class));
  }

  /** Settings without a bias. */
  public SyntheticSettings(int videos, int frames, Size size, long seed, Attraction attraction) {
    this(videos, frames, size, seed, attraction, Bias.NONE);
  }

  /** The same with another seed. */
  public SyntheticSettings withSeed(long other) {
    return new SyntheticSettings(videos, frames, size, other, attraction, bias);
  }

  /**
   * Checks the settings.
   *
   * @throws UserException when a number or the size is too small, or the size too large
   */
  public SyntheticSettings {
    if (videos < 1 || frames < 1) {
      throw UserException.usage(
          "Invalid data set of %d videos with %d frames: expected at least 1 of each",
          videos, frames);
    }
    if (Math.min(size.width(), size.height()) < SHORTEST_SIDE
        || Math.max(size.width(), size.height()) > LONGEST_SIDE) {
      throw UserException.usage(
          "Invalid frame size '%s': expected %d to %d pixels on each side",
          size, SHORTEST_SIDE, LONGEST_SIDE);
    }
  }
}
