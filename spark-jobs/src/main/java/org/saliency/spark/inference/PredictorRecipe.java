package org.saliency.spark.inference;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkFiles;
import org.saliency.json.Json;
import org.saliency.torchscript.ForeignModel;
import org.saliency.torchscript.ImageToMap;
import org.saliency.torchscript.MapPredictor;
import org.saliency.torchscript.Model;
import org.saliency.torchscript.PyTorch;
import org.saliency.torchscript.PyTorch.DeviceChoice;
import org.saliency.torchscript.PyTorch.PrecisionChoice;
import org.saliency.torchscript.ServingModel;

/**
 * What an executor needs to know to predict the maps of pictures with a model file; the model is
 * opened from it there.
 *
 * @param modelName of the model in messages
 * @param archiveName name under which Spark has sent the model file
 * @param archiveHash SHA-256 of that file
 * @param description what a network of any origin takes, {@link ImageToMap} as JSON; empty for a
 *     model file of this project
 * @param inputSize size that pictures are scaled to, {@code WIDTHxHEIGHT}
 * @param window frames that it sees
 * @param device where it runs
 * @param precision what it computes in; a network of any origin computes in what it was saved in
 * @param batchSize frames in one forward pass; 0 to choose by device
 */
public record PredictorRecipe(
    String modelName,
    String archiveName,
    String archiveHash,
    String description,
    String inputSize,
    int window,
    DeviceChoice device,
    PrecisionChoice precision,
    int batchSize)
    implements Serializable {

  /**
   * Leases the model for the task that asks; the caller closes the lease.
   *
   * @throws org.saliency.UserException when the device is not there, or the model does not fit its
   *     description
   */
  public SharedModels.Lease lease() throws IOException {
    TaskDevice place = TaskDevice.of(device);
    String key = String.join(" ", archiveHash, precision.name(), description);
    return SharedModels.lease(key, place, () -> open(place));
  }

  private MapPredictor open(TaskDevice place) throws IOException {
    Path archive = Path.of(SparkFiles.get(archiveName));
    ArchiveHash.require(archive, archiveHash);
    Optional<ImageToMap> foreign =
        description.isEmpty()
            ? Optional.empty()
            : Optional.of(Json.read(description, ImageToMap.class));
    return foreign.isPresent()
        ? ForeignModel.open(archive, modelName, foreign.get(), place.device())
        : ServingModel.open(
            Model.read(archive), place.device(), PyTorch.precision(precision, place.device()));
  }

  /** Frames in one forward pass on a device, such as {@code gpu(0)}. */
  int batchSize(String onDevice) {
    return batchSize > 0 ? batchSize : TaskDevice.batchSize(onDevice.replaceFirst("\\(.*", ""));
  }
}
