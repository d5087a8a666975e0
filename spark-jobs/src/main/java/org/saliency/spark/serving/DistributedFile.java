package org.saliency.spark.serving;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.JobArtifactSet$;
import org.apache.spark.JobArtifactState;
import org.apache.spark.SparkFiles;
import org.saliency.hash.Sha256;
import scala.Option;

/**
 * A file that Spark distributes to the executors.
 *
 * @param name of the file
 * @param session the session of Spark Connect that distributes it; empty for other sessions
 * @param hash SHA-256 of its content
 */
record DistributedFile(String name, String session, String hash) implements Serializable {

  static DistributedFile of(Path file) throws IOException {
    return of(file.getFileName().toString(), Sha256.of(file));
  }

  /** A file whose hash is known. */
  static DistributedFile of(String name, String hash) {
    return new DistributedFile(name, currentSession(), hash);
  }

  /** The session of Spark Connect that this thread works for, which has files of its own. */
  static String currentSession() {
    Option<JobArtifactState> state = JobArtifactSet$.MODULE$.getCurrentJobArtifactState();
    return state.isDefined() ? state.get().uuid() : "";
  }

  /**
   * The executor's copy.
   *
   * @throws IOException when the copy differs from the driver's file
   */
  Path copy() throws IOException {
    Path copy = Path.of(SparkFiles.getRootDirectory(), session, name).toAbsolutePath();
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
