package org.saliency.spark.serving;

import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.pytorch.PyTorch.DeviceChoice;

/**
 * Tries a model of which only a forward pass tells what it gives, before any work is done: an
 * executor opens it, as its tasks do later, and predicts the map of a picture.
 */
public final class ModelProbe {

  private ModelProbe() {}

  /** What came of it; one of the two is null. */
  private record Outcome(Size mapSize, UserException fault) implements Serializable {}

  /**
   * The size of a model's maps.
   *
   * @param sent the same model for executors
   * @param batchSize frames that it is given at a time
   * @throws UserException when the model does not open, fails, or gives no map
   */
  public static Size mapSize(
      ModelSource model, ModelHandle sent, DeviceChoice device, int batchSize, SparkSession spark) {
    return model.mapSize().orElseGet(() -> tried(sent, device, batchSize, spark));
  }

  private static Size tried(
      ModelHandle model, DeviceChoice device, int batchSize, SparkSession spark) {
    Outcome outcome =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(model), 1)
            .map(sent -> here(sent, device, batchSize))
            .first();
    if (outcome.fault != null) {
      throw outcome.fault;
    }
    return outcome.mapSize;
  }

  private static Outcome here(ModelHandle model, DeviceChoice device, int batchSize)
      throws IOException {
    try (ModelCache.Lease lease = model.lease(TaskDevice.of(device))) {
      List<Frame> window = Collections.nCopies(model.window(), picture(model.inputSize()));
      List<float[]> maps =
          lease
              .model()
              .predictWindows(Collections.nCopies(batchSize, window), TaskContext.get().cpus());
      for (float value : maps.get(0)) {
        if (Float.isNaN(value)) {
          throw UserException.input(
              "model %s gives values that are no numbers: check its weights and, in its"
                  + " description, mean and std",
              model.name());
        }
      }
      return new Outcome(lease.model().outputSize(), null);
    } catch (UserException fault) {
      return new Outcome(null, fault);
    }
  }

  /** Of many colours, since a network may divide by their spread. */
  private static Frame picture(Size size) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37 + i / 3 % size.width());
    }
    return new Frame(size, rgb);
  }
}
