package org.saliency.spark.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;

/**
 * A folder on a local disk of this JVM for files that are not published yet. It is private to the
 * user and deleted by Spark with the application's other local files.
 */
final class LocalStaging {

  private static Path folder;

  private LocalStaging() {}

  static synchronized Path folder() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      SparkEnv spark = SparkEnv.get();
      if (spark == null) {
        folder = Files.createTempDirectory("saliency-staging-");
        folder.toFile().deleteOnExit();
      } else {
        folder =
            Files.createTempDirectory(
                Path.of(Utils.getLocalDir(spark.conf())), "saliency-staging-");
      }
    }
    return folder;
  }
}
