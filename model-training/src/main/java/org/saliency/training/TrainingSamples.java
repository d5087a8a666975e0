package org.saliency.training;

import java.util.List;

/**
 * The frames of a training run.
 *
 * @param training to learn from, at least one
 * @param validation to check on, at least one
 */
record TrainingSamples(List<Sample> training, List<Sample> validation) {

  TrainingSamples {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }
}
