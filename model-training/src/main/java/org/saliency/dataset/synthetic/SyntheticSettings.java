package org.saliency.dataset.synthetic;

import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;

/**
 * What a synthetic data set is made of. The same settings give the same pixels everywhere.
 *
 * @param videos number of videos, at least 1
 * @param frames frames of each video, at least 1
 * @param size size of the frames, at least {@link #SHORTEST_SIDE} pixels on each side
 * @param seed a video depends on this and on its number alone, not on how many others there are
 * @param attraction what tells attractive things from others
 * @param bias where attractive things are
 */
public record SyntheticSettings(
    int videos, int frames, Size size, long seed, Attraction attraction, Bias bias) {

  /** The shortest side, in pixels, on which the things can be told apart. */
  public static final int SHORTEST_SIDE = 32;

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

  /** The same without a bias. */
  public SyntheticSettings(int videos, int frames, Size size, long seed, Attraction attraction) {
    this(videos, frames, size, seed, attraction, Bias.NONE);
  }

  /**
   * Checks the settings.
   *
   * @throws UserException when a number or the size is too small
   */
  public SyntheticSettings {
    if (videos < 1 || frames < 1) {
      throw UserException.usage(
          "%d videos of %d frames make no data set: ask for at least 1 of each", videos, frames);
    }
    if (Math.min(size.width(), size.height()) < SHORTEST_SIDE) {
      throw UserException.usage(
          "frames of %s are too small to draw in: ask for at least %d pixels on each side",
          size, SHORTEST_SIDE);
    }
  }
}
