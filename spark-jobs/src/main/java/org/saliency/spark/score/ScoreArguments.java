package org.saliency.spark.score;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.settings.Settings;

/**
 * What a scoring run works on.
 *
 * @param inputs folders of videos, single videos, or globs
 * @param model the model file, or a TorchScript file that is described beside it
 * @param output folder to fill
 * @param groundTruth folder of maps and fixations, to add metrics
 * @param groundTruthLayout how it is laid out; empty to tell from its shape
 * @param settings the section {@code score}
 */
public record ScoreArguments(
    List<String> inputs,
    Path model,
    String output,
    Optional<String> groundTruth,
    Optional<Layout> groundTruthLayout,
    Settings settings) {

  public ScoreArguments {
    inputs = List.copyOf(inputs);
  }
}
