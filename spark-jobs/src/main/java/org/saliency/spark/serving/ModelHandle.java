package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.spark.SparkFiles;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.pytorch.MapPredictor;

/** A model on its way to the executors: what they open, and how. */
public interface ModelHandle extends Serializable {

  /** What messages call it. */
  String name();

  /** The file that it is opened from. */
  SentFile file();

  /** Size that frames are scaled to for it. */
  Size inputSize();

  /** Frames that it sees to predict the map of the last of them. */
  int window();

  /** Names it among the models of an executor: what differs in it is another model. */
  String key();

  /**
   * Opens it.
   *
   * @param copy the file as it came to the executor
   * @throws org.saliency.UserException when the file does not hold what it is said to
   */
  MapPredictor open(Path copy, Device device) throws IOException;

  /**
   * Leases it for the task that asks, who closes the lease.
   *
   * @throws org.saliency.UserException when the file does not hold what it is said to
   */
  default ModelCache.Lease lease(TaskDevice device) throws IOException {
    return ModelCache.lease(
        key(),
        device,
        () -> {
          Path copy = Path.of(SparkFiles.get(file().name()));
          String hash = Sha256.of(copy);
          if (!hash.equals(file().hash())) {
            throw new IOException(
                "model file %s did not arrive whole: its SHA-256 is %s, the driver's %s"
                    .formatted(copy, hash, file().hash()));
          }
          return open(copy, device.device());
        });
  }
}
