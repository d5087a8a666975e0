package org.saliency.training.sample;

import java.util.List;

/**
 * The frames of a training run.
 *
 * @param training to learn from, at least one
 * @param validation to check on, at least one
 */
public record TrainingSamples(List<Sample> training, List<Sample> validation) {

  public TrainingSamples {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }
}
