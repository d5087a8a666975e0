package org.saliency.spark.serving;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkFiles;
import org.saliency.hash.Sha256;

/**
 * A file that Spark distributes to the executors.
 *
 * @param name for {@link SparkFiles#get}
 * @param hash SHA-256 of its content
 */
record DistributedFile(String name, String hash) implements Serializable {

  static DistributedFile of(Path file) throws IOException {
    return new DistributedFile(file.getFileName().toString(), Sha256.of(file));
  }

  /**
   * The executor's copy.
   *
   * @throws IOException when the copy differs from the driver's file
   */
  Path copy() throws IOException {
    Path copy = Path.of(SparkFiles.get(name));
    String found = Sha256.of(copy);
    if (!found.equals(hash)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Damaged copy of model file %s: SHA-256 is %s, expected %s",
              copy,
              found,
              hash));
    }
    return copy;
  }
}
