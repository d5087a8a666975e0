package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.spark.task.SparkErrors;
import org.saliency.temporary.TemporaryFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Spark session of a command. Its settings come from outside, except the serializer. */
final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final String GPU_ORDER = "spark.executorEnv.CUDA_DEVICE_ORDER";

  private final SparkSession spark;
  private final Optional<Path> temporary;

  private Session(SparkSession spark, Optional<Path> temporary) {
    this.spark = spark;
    this.temporary = temporary;
  }

  /**
   * Starts Spark.
   *
   * @throws UserException if it does not start with its settings, for example since the master does
   *     not answer or the heap is too small
   */
  static Session start(String command) {
    SparkConf settings = new SparkConf();
    Optional<Path> temporary = temporary(settings);
    if (temporary.isEmpty()) {
      LocalFolders.requireUsable(settings);
    }
    try {
      SparkSession.Builder builder =
          SparkSession.builder()
              .appName("saliency " + command)
              // Kryo, the default of many clusters, cannot serialize Java's records.
              .config("spark.serializer", JavaSerializer.class.getName());
      if (!settings.contains(GPU_ORDER)) {
        // As nvidia-smi and thus Spark's discovery number GPUs. CUDA's default is by speed.
        builder.config(GPU_ORDER, "PCI_BUS_ID");
      }
      temporary.ifPresent(folder -> builder.config(LocalFolders.SETTING, folder.toString()));
      SparkSession spark = builder.getOrCreate();
      spark.sparkContext().addSparkListener(new ExecutorWait(spark.sparkContext().getConf()));
      return new Session(spark, temporary);
    } catch (Exception | LinkageError e) { // Scala throws checked exceptions undeclared
      throw notStarted(settings.get("spark.master", "none"), e);
    }
  }

  /**
   * A folder for the temporary files of embedded Spark, unless its settings name one. Spark's own
   * names do not say whose files they are, so that nobody could delete those of a killed run.
   */
  private static Optional<Path> temporary(SparkConf settings) {
    boolean isEmbedded = settings.get("spark.master", "").matches("local(\\[.*)?");
    if (!isEmbedded
        || settings.contains(LocalFolders.SETTING)
        || System.getenv(LocalFolders.VARIABLE) != null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TemporaryFiles.folder("spark"));
    } catch (IOException e) {
      return Optional.empty(); // which is reported
    }
  }

  private static UserException notStarted(String master, Throwable cause) {
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
        master, why(cause).orElse(reason));
  }

  /** The first line of the message, or the class that is missing, if that is the reason. */
  private static Optional<String> why(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotFoundException) {
        return Optional.of("no class " + cause.getMessage() + ": correct it, or add its jar");
      }
    }
    return Optional.ofNullable(error.getMessage()).flatMap(text -> text.lines().findFirst());
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
    if (temporary.isPresent()) {
      try {
        TemporaryFiles.delete(temporary.get());
      } catch (IOException e) {
        LOG.debug("cannot delete {}", temporary.get(), e); // the next run does
      }
    }
  }
}
