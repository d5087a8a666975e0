/**
 * Fine-tuning of a network on videos with ground truth.
 *
 * <p>{@link org.saliency.training.TrainingRun} is the whole of it: the videos are split, threads
 * read, augment and resize random batches ahead of the device, each step lowers the KL divergence,
 * each epoch ends with validation, and the best model is kept. On a CPU the same settings and
 * number of threads give the same model.
 */
package org.saliency.training;
