package org.saliency.spark.cli;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.spark.task.SparkErrors;

/** The Spark session of a command. Its settings come from outside, except the serializer. */
final class Session implements AutoCloseable {

  private static final String GPU_ORDER = "spark.executorEnv.CUDA_DEVICE_ORDER";

  private final SparkSession spark;

  private Session(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts Spark.
   *
   * @throws UserException if it does not start with its settings, for example since the master does
   *     not answer or the heap is too small
   */
  static Session start(String command) {
    try {
      SparkSession.Builder builder =
          SparkSession.builder()
              .appName("saliency " + command)
              // Kryo, the default of many clusters, cannot serialize Java's records.
              .config("spark.serializer", JavaSerializer.class.getName());
      if (!new SparkConf().contains(GPU_ORDER)) {
        // As nvidia-smi and thus Spark's discovery number GPUs. CUDA's default is by speed.
        builder.config(GPU_ORDER, "PCI_BUS_ID");
      }
      return new Session(builder.getOrCreate());
    } catch (RuntimeException e) {
      throw notStarted(new SparkConf().get("spark.master", "none"), e);
    }
  }

  private static UserException notStarted(String master, RuntimeException cause) {
    String reason = SparkErrors.firstLine(cause);
    if (master.startsWith("spark://") && reason.contains("stopped SparkContext")) {
      return UserException.usage(
          "Spark master %s does not answer: check the address and that the master is running, or"
              + " give another --master",
          master);
    }
    return UserException.usage(
        "Spark does not start with master %s (%s): fix its settings (--master, --conf,"
            + " --properties-file, SALIENCY_JAVA_OPTIONS)",
        master, String.valueOf(cause.getMessage()).lines().findFirst().orElse(reason));
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
