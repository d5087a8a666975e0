package org.saliency.training.sample;

import java.util.List;

/**
 * Frames of a training run.
 *
 * @param training training frames, at least one
 * @param validation validation frames, at least one
 */
public record TrainingSamples(List<Sample> training, List<Sample> validation) {

  public TrainingSamples {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }
}
