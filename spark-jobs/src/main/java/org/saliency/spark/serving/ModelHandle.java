package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.saliency.frame.Size;
import org.saliency.pytorch.MapPredictor;

/** A distributed model: the file that executors open, and how to open it. */
public interface ModelHandle extends Serializable {

  /** Name for messages. */
  String name();

  DistributedFile file();

  /** Size to which frames are scaled. */
  Size inputSize();

  /** Number of consecutive frames from which it predicts the map of the last one. */
  int window();

  /** Unique name in {@link ModelCache}, starting with a hash. */
  String key();

  /**
   * Opens the model.
   *
   * @param copy the executor's copy of the file
   * @throws org.saliency.UserException when the file is not a valid model
   */
  MapPredictor open(Path copy, Device device) throws IOException;

  /**
   * Leases the model for a task, which closes the lease.
   *
   * @throws org.saliency.UserException when the file is not a valid model
   */
  default ModelCache.Lease lease(TaskDevice device) throws IOException {
    return ModelCache.lease(key(), device, () -> open(file().copy(), device.device()));
  }
}
