package org.saliency.spark.serving;

import java.io.Serializable;
import org.saliency.pytorch.PyTorch.DeviceChoice;

/**
 * Everything a task needs to predict maps.
 *
 * @param model opened by the executor
 * @param device where the model runs
 * @param batchSize frames in a forward pass; 0 for the device's default
 * @param stallSeconds time without progress before a warning; 0 disables warnings
 */
public record PredictorRecipe(
    ModelHandle model, DeviceChoice device, int batchSize, int stallSeconds)
    implements Serializable {

  /** Batch size on a device such as {@code gpu(0)}. */
  public int batchSize(String onDevice) {
    return batchSize > 0 ? batchSize : TaskDevice.batchSize(onDevice.replaceFirst("\\(.*", ""));
  }
}
