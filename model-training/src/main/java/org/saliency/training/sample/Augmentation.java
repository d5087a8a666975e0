package org.saliency.training.sample;

import java.util.SplittableRandom;
import org.saliency.frame.ColourChange;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;

/**
 * Random augmentation of training samples. Frames, maps and fixations of a sample undergo the same
 * transformation. Random draws depend only on the seed, the epoch and the sample's position in the
 * epoch, so runs are reproducible with any number of threads and when resumed. Settings of flips,
 * colours and crops do not affect each other's draws.
 *
 * @param flip probability of a horizontal flip
 * @param crop probability of a crop
 * @param cropScale minimum side length of a crop relative to the frame; the maximum is 1, and the
 *     aspect ratio changes by at most 10 %
 * @param colour probability of changing brightness, contrast and saturation
 * @param brightness brightness factors are drawn from 1 - brightness to 1 + brightness
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

  /** No augmentation. */
  public static final Augmentation NONE = new Augmentation(0, 0, 1, 0, 0, 0, 0);

  /** Minimum share of the map's sum in a crop; crops with less are redrawn. */
  static final double MIN_SHARE = 0.05;

  private static final int MAX_TRIES = 10;
  private static final double MAX_STRETCH = 1.1;

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
   * Draws the transformation of a sample; it applies to all frames of a window.
   *
   * @param seed seed of the run
   * @param epoch from 1
   * @param position position of the sample in the epoch, from 0
   * @param size size after the transformation
   * @param truth ground-truth map; if no try keeps enough of its sum, as for a black map, the
   *     sample is not cropped
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
    for (int i = 0; i < MAX_TRIES; i++) {
      double scale = between(random, cropScale, 1);
      double stretch = Math.sqrt(MAX_STRETCH);
      double aspect = Math.exp(between(random, -Math.log(stretch), Math.log(stretch)));
      double width = Math.min(1, scale * aspect);
      double height = Math.min(1, scale / aspect);
      double left = between(random, 0, 1 - width);
      double top = between(random, 0, 1 - height);
      Crop view = new Crop(left, top, Math.min(1, left + width), Math.min(1, top + height));
      if (view.share(truth) >= MIN_SHARE) {
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
