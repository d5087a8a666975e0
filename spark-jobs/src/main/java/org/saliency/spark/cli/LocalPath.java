package org.saliency.spark.cli;

import java.nio.file.Path;
import org.saliency.UserException;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.FileErrors;

/** Paths of commands that work on the local disk only. */
final class LocalPath {

  private LocalPath() {}

  /**
   * A data set to read.
   *
   * @param text path without a scheme, or with {@code file:}
   * @throws UserException when it is on another file system
   */
  static String ofData(String text) {
    return HadoopFiles.local(text)
        .orElseThrow(
            () ->
                UserException.usage(
                    "Data set %s is not on the local disk, from which this command reads: copy it"
                        + " with 'hadoop fs -get %s FOLDER', and give the copy",
                    text, text))
        .toString();
  }

  /**
   * A file or folder to write.
   *
   * @throws UserException when it is on another file system, or cannot be written
   */
  static Path ofOutput(Path path) {
    Path local =
        HadoopFiles.local(path.toString())
            .orElseThrow(
                () ->
                    UserException.usage(
                        "Output %s is not on the local disk, to which this command writes: name a"
                            + " local file, and copy it with 'hadoop fs -put'",
                        path));
    FileErrors.requireWritable(local);
    return local;
  }
}
