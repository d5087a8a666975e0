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
 * Tests a model whose map size only a forward pass can show: an executor opens it and predicts one
 * batch before a job starts.
 */
public final class ModelProbe {

  private ModelProbe() {}

  /** Result; one of the two is null. */
  private record Outcome(Size mapSize, UserException error) implements Serializable {}

  /**
   * The size of a model's maps.
   *
   * @param handle of the same model
   * @param batchSize frames in a forward pass
   * @throws UserException when the model cannot be opened, fails, or predicts no valid map
   */
  public static Size mapSize(
      ModelSource model,
      ModelHandle handle,
      DeviceChoice device,
      int batchSize,
      SparkSession spark) {
    return model.mapSize().orElseGet(() -> probe(handle, device, batchSize, spark));
  }

  private static Size probe(
      ModelHandle model, DeviceChoice device, int batchSize, SparkSession spark) {
    Outcome outcome =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(model), 1)
            .map(handle -> predict(handle, device, batchSize))
            .first();
    if (outcome.error != null) {
      throw outcome.error;
    }
    return outcome.mapSize;
  }

  private static Outcome predict(ModelHandle model, DeviceChoice device, int batchSize)
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
              "Model %s predicts NaN values: check its weights and, in its description, mean and"
                  + " std",
              model.name());
        }
      }
      return new Outcome(lease.model().outputSize(), null);
    } catch (UserException e) {
      return new Outcome(null, e);
    }
  }

  /** A picture of many colours, since a network may divide by their deviation. */
  private static Frame picture(Size size) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37 + i / 3 % size.width());
    }
    return new Frame(size, rgb);
  }
}
