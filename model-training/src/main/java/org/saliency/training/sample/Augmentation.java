package org.saliency.training.sample;

import java.util.SplittableRandom;
import org.saliency.frame.ColourChange;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;

/**
 * How training samples are changed at random, so that there seem to be more of them. Frames, maps
 * and fixations of a sample change alike. What is drawn for a sample depends on the seed, the epoch
 * and the sample's place in the epoch alone: a run repeats whatever its threads do, and goes on the
 * same after a stop. The draws for flips, colours and crops do not depend on each other's settings.
 *
 * @param flip probability of exchanging left and right
 * @param crop probability of showing a part only
 * @param cropScale least share of the frame's sides that a crop keeps; the most is all, and the two
 *     sides differ by a tenth at most
 * @param colour probability of changing brightness, contrast and saturation
 * @param brightness factors are drawn from 1 - brightness to 1 + brightness
 * @param contrast the same for contrast
 * @param saturation the same for saturation
 */
public record Augmentation(
    double flip,
    double crop,
    double cropScale,
    double colour,
    double brightness,
    double contrast,
    double saturation) {

  /** Leaves samples as they are. */
  public static final Augmentation NONE = new Augmentation(0, 0, 1, 0, 0, 0, 0);

  /** A crop in which less of the map's sum remains teaches nothing, and is drawn again. */
  static final double LEAST_SHARE = 0.05;

  private static final int TRIES = 10;
  private static final double LARGEST_STRETCH = 1.1;

  /** Reads the section {@code train.augmentation}. */
  public static Augmentation from(Settings settings) {
    return new Augmentation(
        settings.number("flip", 0, 1),
        settings.number("crop", 0, 1),
        settings.number("crop-scale", 0.05, 1),
        settings.number("colour", 0, 1),
        settings.number("brightness", 0, 1),
        settings.number("contrast", 0, 1),
        settings.number("saturation", 0, 1));
  }

  /**
   * Draws for one sample. Where it is a window of frames, all of them take the one transformation.
   *
   * @param seed of the run
   * @param epoch from 1
   * @param position the sample's place in the epoch, from 0
   * @param size what frames and maps are resized to
   * @param truth the map that should not be lost by a crop; where no try keeps enough of it, as in
   *     a black map, nothing is cropped
   */
  Transformation draw(long seed, int epoch, long position, Size size, SaliencyMap truth) {
    SplittableRandom random = new SplittableRandom(mixed(mixed(mixed(seed) + epoch) + position));
    boolean isFlipped = random.nextDouble() < flip;
    boolean isColoured = random.nextDouble() < colour;
    ColourChange colours =
        new ColourChange(
            around(random, brightness), around(random, contrast), around(random, saturation));
    Crop view = random.nextDouble() < crop ? crop(random, truth) : Crop.WHOLE;
    return new Transformation(
        isFlipped ? view.mirrored() : view, isColoured ? colours : ColourChange.NONE, size);
  }

  private Crop crop(SplittableRandom random, SaliencyMap truth) {
    for (int i = 0; i < TRIES; i++) {
      double scale = between(random, cropScale, 1);
      double stretch = Math.sqrt(LARGEST_STRETCH);
      double aspect = Math.exp(between(random, -Math.log(stretch), Math.log(stretch)));
      double width = Math.min(1, scale * aspect);
      double height = Math.min(1, scale / aspect);
      double left = between(random, 0, 1 - width);
      double top = between(random, 0, 1 - height);
      Crop view = new Crop(left, top, Math.min(1, left + width), Math.min(1, top + height));
      if (view.share(truth) >= LEAST_SHARE) {
        return view;
      }
    }
    return Crop.WHOLE;
  }

  private static double around(SplittableRandom random, double range) {
    return between(random, 1 - range, 1 + range);
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static long mixed(long number) {
    return new SplittableRandom(number).nextLong();
  }
}
