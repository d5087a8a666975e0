/**
 * Training samples: selection, checks, augmentation and batches of frames.
 *
 * <p>In: videos with ground truth. Out: batches at the network's input size, read ahead in an order
 * determined by the seed. Package {@code training} passes them to the network.
 */
package org.saliency.training.sample;
