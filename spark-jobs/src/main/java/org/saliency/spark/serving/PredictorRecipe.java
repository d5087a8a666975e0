package org.saliency.spark.serving;

import java.io.Serializable;
import org.saliency.pytorch.PyTorch.DeviceChoice;

/**
 * What an executor needs to know to predict the maps of pictures.
 *
 * @param model opened there
 * @param device where it runs
 * @param batchSize frames in one forward pass; 0 to choose by device
 * @param stallSeconds time without a picture that moves that a task warns of; 0 for never
 */
public record PredictorRecipe(
    ModelHandle model, DeviceChoice device, int batchSize, int stallSeconds)
    implements Serializable {

  /** Frames in one forward pass on a device, such as {@code gpu(0)}. */
  public int batchSize(String onDevice) {
    return batchSize > 0 ? batchSize : TaskDevice.batchSize(onDevice.replaceFirst("\\(.*", ""));
  }
}
