package org.saliency.spark.score;

import java.util.List;
import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.settings.Settings;

/**
 * Arguments of a scoring run.
 *
 * @param inputs folders of videos, single videos, or globs
 * @param model a model file, or an external TorchScript file with a description next to it; a path
 *     without a scheme is on the driver's local disk
 * @param output output folder
 * @param groundTruth data set with maps and fixations; adds metrics
 * @param groundTruthLayout layout of the ground truth; empty to detect it
 * @param settings section {@code score} of the configuration
 */
public record ScoreArguments(
    List<String> inputs,
    String model,
    String output,
    Optional<String> groundTruth,
    Optional<Layout> groundTruthLayout,
    Settings settings) {

  public ScoreArguments {
    inputs = List.copyOf(inputs);
  }
}
