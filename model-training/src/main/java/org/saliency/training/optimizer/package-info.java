/**
 * Loss, optimizers, learning-rate schedules and weight averaging.
 *
 * <p>In: predictions and ground truth, gradients, the step number. Out: updated parameters. Each
 * class matches its PyTorch counterpart up to rounding; tests compare them with recorded values.
 */
package org.saliency.training.optimizer;
