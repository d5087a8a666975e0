package org.saliency.spark.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.saliency.network.ServingTarget;

/**
 * What executors open a model from, in a temporary file of the driver that Spark sends to each
 * once. It stays until the JVM ends: executors that join later fetch all files of an application.
 */
public final class ServingFile {

  /** What was sent in this JVM: names go by content, so an application sends each once. */
  private static final Set<Sent> SENT = ConcurrentHashMap.newKeySet();

  private record Sent(String application, String name) {}

  private ServingFile() {}

  public static ModelHandle send(ModelSource model, ServingTarget target, SparkSession spark) {
    try {
      Path folder = Files.createTempDirectory("saliency-serving");
      ModelHandle sent = model.write(folder, target);
      Path file = folder.resolve(sent.file().name());
      if (SENT.add(new Sent(spark.sparkContext().applicationId(), sent.file().name()))) {
        spark.sparkContext().addFile(file.toString());
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
      } else {
        Files.delete(file);
        Files.delete(folder);
      }
      return sent;
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written to a temporary file", e);
    }
  }
}
