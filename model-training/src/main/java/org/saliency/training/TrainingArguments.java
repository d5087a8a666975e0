package org.saliency.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.dataset.Layout;
import org.saliency.model.NetworkRequest;

/**
 * Inputs and output of a training job. Lists are text files with one video name per line.
 *
 * @param data folders of videos with maps, at least one
 * @param layout layout of the data sets; empty to detect it
 * @param output output folder
 * @param initial model to start from; empty to create one of the network in the settings
 * @param network the network asked for: options of a new one, and what the initial model must have
 * @param validationData folder of the validation videos; empty to take them from {@code data}
 * @param trainingList list of the training videos; empty for all other than validation videos
 * @param validationList list of the validation videos; empty to choose them at random
 * @param testList list of the videos reserved for testing: they are excluded, and the model records
 *     their names
 */
public record TrainingArguments(
    List<TrainingData> data,
    Optional<Layout> layout,
    Path output,
    Optional<Path> initial,
    NetworkRequest network,
    Optional<String> validationData,
    Optional<String> trainingList,
    Optional<String> validationList,
    Optional<String> testList) {

  public TrainingArguments {
    data = List.copyOf(data);
  }

  /** The folders with their weights, as shown to the user. */
  String folders() {
    return data.stream().map(TrainingData::toString).collect(Collectors.joining(", "));
  }

  /** Paths of the data sets. */
  List<String> folderPaths() {
    return Stream.concat(data.stream().map(TrainingData::folder), validationData.stream()).toList();
  }

  /** Arguments without lists or a validation data set, with any network. */
  public static TrainingArguments of(
      String data, Optional<Layout> layout, Path output, Optional<Path> initial) {
    return new TrainingArguments(
        List.of(new TrainingData(data, 1)),
        layout,
        output,
        initial,
        NetworkRequest.ANY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
