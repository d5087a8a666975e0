package org.saliency.spark.inference;

import java.io.IOException;
import java.io.Serializable;
import org.saliency.torchscript.PyTorch.DeviceChoice;

/**
 * What an executor needs to know to predict the maps of pictures.
 *
 * @param model opened there
 * @param device where it runs
 * @param batchSize frames in one forward pass; 0 to choose by device
 */
public record PredictorRecipe(SentModel model, DeviceChoice device, int batchSize)
    implements Serializable {

  /**
   * Leases the model for the task that asks; the caller closes the lease.
   *
   * @throws org.saliency.UserException when the device is not there, or the model does not fit its
   *     description
   */
  public SharedModels.Lease lease() throws IOException {
    return model.lease(TaskDevice.of(device));
  }

  /** Frames in one forward pass on a device, such as {@code gpu(0)}. */
  int batchSize(String onDevice) {
    return batchSize > 0 ? batchSize : TaskDevice.batchSize(onDevice.replaceFirst("\\(.*", ""));
  }
}
