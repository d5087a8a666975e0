package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

class LocalFoldersTest {

  @TempDir Path folder;

  private static SparkConf settings(String folders) {
    return new SparkConf(false).set(LocalFolders.SETTING, folders);
  }

  @Test
  void foldersThatCannotBeMadeAreReported() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String inFile = file.resolve("spark").toString();

    assertThatThrownBy(() -> LocalFolders.requireUsable(settings(inFile), Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("'" + inFile + "'", "Not a directory", LocalFolders.SETTING);
    assertThatThrownBy(
            () ->
                LocalFolders.requireUsable(
                    settings(folder.toString()), Map.of(LocalFolders.VARIABLE, inFile)))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(inFile, LocalFolders.VARIABLE);
  }

  @Test
  void oneUsableFolderIsEnoughAndIsLeftEmpty() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path usable = folder.resolve("new/spark");

    LocalFolders.requireUsable(settings(file + "," + usable), Map.of());

    assertThat(usable).isEmptyDirectory();
  }
}
