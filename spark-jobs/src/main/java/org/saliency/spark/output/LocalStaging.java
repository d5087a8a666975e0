package org.saliency.spark.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;
import org.saliency.temporary.TemporaryFiles;

/**
 * A folder on a local disk of this JVM for files that are not published yet. It is private to the
 * user and deleted by Spark with the application's other local files.
 *
 * <p>Spark does not delete the local files of a process that is killed, among them its copy of the
 * model. They lie in a folder of that process, which our folder in it marks as belonging to a dead
 * process: the next process deletes it.
 */
final class LocalStaging {

  /** Folders that Spark makes in its local folders, one for each process. */
  private static final Pattern OF_A_PROCESS = Pattern.compile("spark-[0-9a-f-]{36}");

  private static Path folder;

  private LocalStaging() {}

  static synchronized Path folder() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      SparkEnv spark = SparkEnv.get();
      if (spark == null) {
        folder = TemporaryFiles.folder("staging");
        folder.toFile().deleteOnExit();
      } else {
        Path local = Path.of(Utils.getLocalDir(spark.conf()));
        folder = TemporaryFiles.folder(local, "staging");
        if (OF_A_PROCESS.matcher(local.getFileName().toString()).matches()) {
          deleteLeftovers(local.getParent());
        }
      }
    }
    return folder;
  }

  /** Deletes the local files that killed processes of ours have left; errors are ignored. */
  static void deleteLeftovers(Path parent) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "spark-*")) {
      for (Path candidate : folders) {
        if (OF_A_PROCESS.matcher(candidate.getFileName().toString()).matches()
            && isOfDeadProcess(candidate)) {
          TemporaryFiles.delete(candidate);
        }
      }
    } catch (IOException | RuntimeException e) {
      // They only take space, and may belong to another user.
    }
  }

  /** Whether all our folders in it are of dead processes, and there is one. */
  private static boolean isOfDeadProcess(Path candidate) {
    try (DirectoryStream<Path> ours = Files.newDirectoryStream(candidate, "saliency-*")) {
      boolean isOurs = false;
      for (Path mark : ours) {
        isOurs = true;
        if (!TemporaryFiles.isLeftover(mark.getFileName().toString())) {
          return false;
        }
      }
      return isOurs;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
