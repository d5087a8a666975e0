package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.saliency.UserException;
import org.saliency.storage.FileErrors;

/**
 * The folders for Spark's temporary files on the driver. Spark ends the process, without an error
 * that a program could report, when it cannot write to any of them.
 */
final class LocalFolders {

  static final String SETTING = "spark.local.dir";
  static final String VARIABLE = "SPARK_LOCAL_DIRS";

  private LocalFolders() {}

  /**
   * Requires that one of the folders can be written.
   *
   * @throws UserException when there is none
   */
  static void requireUsable(SparkConf settings) {
    if (!"yarn".equals(settings.get("spark.master", ""))) { // its nodes have folders of their own
      requireUsable(settings, System.getenv());
    }
  }

  static void requireUsable(SparkConf settings, Map<String, String> environment) {
    boolean isVariable = environment.containsKey(VARIABLE);
    String folders =
        isVariable
            ? environment.get(VARIABLE)
            : settings.get(SETTING, System.getProperty("java.io.tmpdir"));
    List<Optional<String>> errors = Stream.of(folders.split(",")).map(LocalFolders::error).toList();
    if (errors.stream().allMatch(Optional::isPresent)) {
      throw UserException.usage(
          "Spark cannot write its temporary files to '%s' (%s): create the folder, or set %s to"
              + " another one",
          folders, errors.get(0).orElseThrow(), isVariable ? VARIABLE : SETTING);
    }
  }

  /** Why a folder cannot be used; empty if it can. */
  private static Optional<String> error(String folder) {
    try {
      Path path = Files.createDirectories(Path.of(folder.strip()));
      Files.delete(Files.createTempDirectory(path, "saliency-"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(FileErrors.reason(e));
    } catch (InvalidPathException e) {
      return Optional.of(e.getMessage());
    }
  }
}
