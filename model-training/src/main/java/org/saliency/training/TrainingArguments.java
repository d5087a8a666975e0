package org.saliency.training;

import java.nio.file.Path;
import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.network.NetworkOptions;

/**
 * What a training job works on.
 *
 * @param data folder of videos with maps
 * @param layout how it is laid out; empty to tell from its shape
 * @param output folder to fill
 * @param initial model to start from; empty for a new one of the network in the settings
 * @param options of that new network
 * @param validationData folder of the videos to check on; empty to take some of {@code data}
 * @param trainingList file that names the videos to learn from, one a line; empty for all that are
 *     not checked on
 * @param validationList file that names the videos to check on; empty to draw some
 * @param testList file that names videos that a test will be run on: they are left out, and the
 *     model says so
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

  /**
   * Arguments without lists, without a validation data set and with the default network options.
   */
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
