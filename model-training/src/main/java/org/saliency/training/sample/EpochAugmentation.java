package org.saliency.training.sample;

import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * Augmentation of the samples of one epoch.
 *
 * @param augmentation the augmentation
 * @param seed seed of the run
 * @param epoch from 1
 */
public record EpochAugmentation(Augmentation augmentation, long seed, int epoch) {

  /** No augmentation, only resizing, for validation. */
  public static final EpochAugmentation NONE = new EpochAugmentation(Augmentation.NONE, 0, 0);

  /** See {@link Augmentation#draw}. */
  Transformation draw(long position, Size size, SaliencyMap truth) {
    return augmentation.draw(seed, epoch, position, size, truth);
  }
}
