/**
 * Loss, optimizers, learning-rate schedules and averaged weights.
 *
 * <p>In: predictions and targets, gradients, the number of the step. Out: updated parameters. Each
 * class does what its namesake in PyTorch does, to rounding; tests compare them with recorded
 * values.
 */
package org.saliency.training.optimizer;
