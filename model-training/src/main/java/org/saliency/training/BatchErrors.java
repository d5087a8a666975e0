package org.saliency.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.util.Locale;
import org.saliency.UserException;
import org.saliency.model.ModelDescription;
import org.saliency.pytorch.DeviceErrors;

/**
 * Errors of PyTorch in a forward or backward pass, in words for users.
 *
 * @param settings settings of the run
 * @param model description of the model that is trained
 * @param device where it is trained
 */
record BatchErrors(TrainingSettings settings, ModelDescription model, Device device) {

  /** The error for users if it is one of theirs, else the error itself. */
  RuntimeException explained(EngineException error) {
    if (DeviceErrors.isOutOfMemory(error)) {
      return UserException.usage(
          "a batch of %d frames of %s with %s does not fit into the memory of %s: %s",
          settings.batchSize(),
          model.inputSize(),
          model.network(),
          device,
          smallerBatches(settings));
    }
    if (DeviceErrors.isInputTooSmall(error)) {
      return UserException.usage(
          "Batches of %d frames of %s are too small for %s, whose deepest features have a side of a"
              + " pixel or none: use a larger train.input-size, or --batch-size of at least 2 with at"
              + " least 64x64",
          settings.batchSize(), model.inputSize(), model.network());
    }
    return DeviceErrors.explained(error, device);
  }

  /** Advice for the same training with less memory. */
  static String smallerBatches(TrainingSettings settings) {
    int batchSize = settings.batchSize();
    if (batchSize == 1) {
      return "use a smaller train.input-size or network";
    }
    int smaller = largestProperDivisor(batchSize);
    int factor = batchSize / smaller;
    return String.format(
        Locale.ROOT,
        "use --batch-size %d, with --set train.optimizer.accumulated-batches=%d --set"
            + " train.batches-per-epoch=%d for equal steps",
        smaller,
        factor * settings.optimizer().accumulatedBatches(),
        factor * settings.batchesPerEpoch());
  }

  private static int largestProperDivisor(int number) {
    int divisor = number / 2;
    while (divisor > 1 && number % divisor != 0) {
      divisor--;
    }
    return divisor;
  }
}
