package org.saliency.spark.benchmark;

import java.nio.file.Path;
import java.util.Optional;
import org.saliency.settings.Settings;

/**
 * Arguments of a benchmark.
 *
 * @param model the model file; empty to create the network that the settings name
 * @param input on the local disk: a video file, or a folder of images, of image folders or of video
 *     files; empty to generate frames
 * @param settings all sections; jobs take those of {@code score}
 */
public record BenchmarkArguments(Optional<Path> model, Optional<String> input, Settings settings) {}
