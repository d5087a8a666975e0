package org.saliency.training.sample;

import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * The transformations of one epoch's samples.
 *
 * @param augmentation what they are drawn from
 * @param seed of the run
 * @param epoch from 1
 */
public record EpochAugmentation(Augmentation augmentation, long seed, int epoch) {

  /** For validation: samples are resized, and that is all. */
  public static final EpochAugmentation NONE = new EpochAugmentation(Augmentation.NONE, 0, 0);

  /** See {@link Augmentation#draw}. */
  Transformation draw(long position, Size size, SaliencyMap truth) {
    return augmentation.draw(seed, epoch, position, size, truth);
  }
}
