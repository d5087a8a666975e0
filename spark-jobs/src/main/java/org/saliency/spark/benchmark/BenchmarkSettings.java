package org.saliency.spark.benchmark;

import java.util.EnumSet;
import java.util.Set;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;

/**
 * Settings of a benchmark, documented in {@code conf/reference.conf}.
 *
 * @param stages stages to measure
 * @param network name of the network to create if no model is given
 * @param frameSize size of generated frames
 * @param frames number of frames for {@code whole} and {@code predictor}
 * @param seconds duration of the measurement of a single stage, and of its warm-up
 * @param trainingBatchSize images per training step
 * @param trainingSteps number of measured training steps
 */
record BenchmarkSettings(
    Set<Stage> stages,
    String network,
    Size frameSize,
    int frames,
    double seconds,
    int trainingBatchSize,
    int trainingSteps) {

  static BenchmarkSettings from(Settings settings) {
    return new BenchmarkSettings(
        EnumSet.copyOf(settings.choices("stages", Stage.class)),
        settings.text("network"),
        settings.size("frame-size"),
        settings.integer("frames", 1, 1_000_000),
        settings.number("seconds", 0.001, 3600),
        settings.integer("training-batch-size", 1, 4096),
        settings.integer("training-steps", 1, 1_000_000));
  }
}
