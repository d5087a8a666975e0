/**
 * Training of a network on videos with ground truth.
 *
 * <p>In: a data set, an initial model and the settings {@code train}. Out: the best model, the
 * history, and the state to resume from. {@link org.saliency.training.TrainingJob} reads and checks
 * the inputs and writes the results; {@link org.saliency.training.TrainingRun} is the loop: random
 * batches from {@code sample}, steps by {@code optimizer}, and validation after each epoch. On a
 * CPU, equal settings and numbers of threads give equal models.
 */
package org.saliency.training;
