package org.saliency.training;

import java.nio.file.Path;
import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.network.NetworkOptions;

/**
 * Inputs and output of a training job. Lists are text files with one video name per line.
 *
 * @param data folder of videos with maps
 * @param layout layout of the data sets; empty to detect it
 * @param output output folder
 * @param initial model to start from; empty to create one of the network in the settings
 * @param options options of a new network
 * @param validationData folder of the validation videos; empty to take them from {@code data}
 * @param trainingList list of the training videos; empty for all other than validation videos
 * @param validationList list of the validation videos; empty to choose them at random
 * @param testList list of the videos reserved for testing: they are excluded, and the model records
 *     their names
 */
public record TrainingArguments(
    String data,
    Optional<Layout> layout,
    Path output,
    Optional<Path> initial,
    NetworkOptions options,
    Optional<String> validationData,
    Optional<String> trainingList,
    Optional<String> validationList,
    Optional<String> testList) {

  /** Arguments without lists or a validation data set, with the default network options. */
  public static TrainingArguments of(
      String data, Optional<Layout> layout, Path output, Optional<Path> initial) {
    return new TrainingArguments(
        data,
        layout,
        output,
        initial,
        NetworkOptions.DEFAULTS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
