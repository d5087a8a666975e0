package org.saliency.training;

import ai.djl.Device;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.OptimizerSettings;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Augmentation;
import org.saliency.training.sample.Batches;

/**
 * Settings of training, as documented in {@code conf/reference.conf}.
 *
 * @param network name of the network to create if no model is given
 * @param inputSize input size of a new network
 * @param epochs maximum number of epochs
 * @param batchesPerEpoch random batches per epoch; 0 to use every frame once
 * @param batchSize frames per batch
 * @param followSplit whether the splits that come with data sets are followed
 * @param frameStride train on every n-th frame of a video
 * @param seed seed of split, initial weights, batch order and augmentation
 * @param loaderThreads number of threads that prepare batches; empty for {@link #threads}
 * @param frameCache cache of scaled and decoded frames
 * @param device where the network runs
 * @param precision number format of forward and backward passes; not fp16
 * @param augmentation random changes of training samples
 * @param loss the loss
 * @param optimizer the optimizer
 * @param schedule learning-rate schedule
 * @param validation validation and choice of the best model
 * @param tensorBoard whether an event file for TensorBoard is written
 * @param onExisting treatment of a run already in the output folder
 */
record TrainingSettings(
    String network,
    Size inputSize,
    int epochs,
    int batchesPerEpoch,
    int batchSize,
    boolean followSplit,
    int frameStride,
    long seed,
    Optional<Integer> loaderThreads,
    FrameCacheSettings frameCache,
    DeviceChoice device,
    PrecisionChoice precision,
    Augmentation augmentation,
    Loss loss,
    OptimizerSettings optimizer,
    Schedule schedule,
    ValidationSettings validation,
    TrainingFiles.TensorBoard tensorBoard,
    TrainingFiles.OnExisting onExisting) {

  private static final int MOST_THREADS = 16;

  /**
   * Reads the section {@code train}.
   *
   * @throws org.saliency.UserException if a value is invalid
   */
  static TrainingSettings from(Settings settings) {
    return new TrainingSettings(
        settings.text("network"),
        settings.size("input-size"),
        settings.integer("epochs", 1, 1_000_000),
        settings.integer("batches-per-epoch", 0, 1_000_000),
        settings.integer("batch-size", 1, 4096),
        settings.flag("follow-split"),
        settings.integer("frame-stride", 1, 1_000_000),
        settings.seed("seed"),
        settings.integerOrAuto("loader-threads", 1, 256),
        FrameCacheSettings.from(settings.section("frame-cache")),
        settings.choice("device", DeviceChoice.class),
        precision(settings),
        Augmentation.from(settings.section("augmentation")),
        Loss.from(settings.section("loss")),
        OptimizerSettings.from(settings),
        Schedule.from(settings.section("schedule")),
        ValidationSettings.from(settings),
        settings.flag("tensorboard") ? TrainingFiles.TensorBoard.ON : TrainingFiles.TensorBoard.OFF,
        settings.choice("on-existing", TrainingFiles.OnExisting.class));
  }

  private static PrecisionChoice precision(Settings settings) {
    PrecisionChoice precision = settings.choice("precision", PrecisionChoice.class);
    if (precision == PrecisionChoice.INT8) {
      throw settings.wrong(
          "precision",
          "int8",
          "auto, fp32, bf16 or fp16, since int8 has no gradients: quantise the trained"
              + " model with 'model quantize'");
    }
    return precision;
  }

  /** Number of threads that read and prepare frames, by the cores unless it is set. */
  int threads(Device device) {
    int cores = Runtime.getRuntime().availableProcessors();
    return loaderThreads.orElse(
        device.isGpu()
            ? Math.max(2, Math.min(MOST_THREADS, cores))
            : Math.max(2, Math.min(MOST_THREADS, cores / 4)));
  }

  /** Length of the training on a number of training frames. */
  Schedule.Length length(int frames) {
    int batches = Batches.count(frames, batchSize, batchesPerEpoch);
    int steps = (batches - 1) / optimizer.accumulatedBatches() + 1;
    return new Schedule.Length(epochs, steps);
  }
}
