package org.saliency.spark.evaluate;

import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.settings.Settings;

/**
 * Arguments of {@code evaluate}.
 *
 * @param predictions output folder of {@code score}, or a folder of PNG folders or saliency videos;
 *     empty to measure a floor
 * @param groundTruth folder of maps and fixations
 * @param layout of the ground truth; empty to detect it
 * @param output folder for the metric tables
 * @param settings section {@code evaluate}
 */
public record EvaluateArguments(
    String predictions,
    String groundTruth,
    Optional<Layout> layout,
    String output,
    Settings settings) {}
