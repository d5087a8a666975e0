package org.saliency.spark.evaluate;

import java.util.Optional;
import org.saliency.dataset.Layout;
import org.saliency.settings.Settings;

/**
 * What is compared with what.
 *
 * @param predictions folder that a scoring run filled, or a folder of PNG folders by video
 * @param groundTruth folder of maps and fixations
 * @param layout how the ground truth is laid out; empty to tell from its shape
 * @param output folder to fill with the metric tables
 * @param settings the section {@code evaluate}
 */
public record EvaluateArguments(
    String predictions,
    String groundTruth,
    Optional<Layout> layout,
    String output,
    Settings settings) {}
