/**
 * From videos to batches: which frames an epoch shows, how they are augmented, read ahead and
 * packed.
 *
 * <p>In: videos with ground truth. Out: batches at the network's input size, in an order that the
 * seed decides. Package {@code training} feeds them to the learner.
 */
package org.saliency.training.sample;
