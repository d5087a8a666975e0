package org.saliency.spark.benchmark;

import java.util.EnumSet;
import java.util.Set;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;

/**
 * What is measured, and for how long; {@code conf/reference.conf} documents each.
 *
 * @param stages what is measured
 * @param network name of the network to create when no model is given
 * @param frameSize size of the frames that are made
 * @param frames that the whole and the predictor are measured with
 * @param seconds that each single stage is measured for, as long again being its warm-up
 * @param trainingBatchSize images of a training step
 * @param trainingSteps training steps that are timed
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
