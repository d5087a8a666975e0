package org.saliency.spark.benchmark;

import java.nio.file.Path;
import java.util.Optional;
import org.saliency.settings.Settings;

/**
 * What a benchmark works on.
 *
 * @param model the model file; empty to create the network of the settings
 * @param input a folder of frames, of frame folders or of video files, or a video file, on the
 *     local disk; empty to make frames
 * @param settings all sections: the whole is scored by the section {@code score}
 */
public record BenchmarkArguments(Optional<Path> model, Optional<String> input, Settings settings) {}
