package org.saliency.spark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

class DemoFolderTest {

  @TempDir Path folder;

  private static void assertRefused(Path folder, UserException.Kind kind, String part) {
    assertThatThrownBy(() -> DemoFolder.claim(folder))
        .isInstanceOfSatisfying(
            UserException.class, error -> assertThat(error.kind()).isEqualTo(kind))
        .hasMessageContainingAll(folder.toString(), part);
  }

  @Test
  void theUsersOwnDataIsKept() throws IOException {
    Path own = Files.createDirectories(folder.resolve("data/train")).resolve("a.png");
    Files.writeString(own, "a");

    assertRefused(folder, UserException.Kind.OUTPUT, "no demo wrote");

    assertThat(own).hasContent("a");
    assertThat(folder.resolve(DemoFolder.MARK)).doesNotExist();
  }

  @Test
  void resultsOfAnEarlierDemoAreDeletedAndOtherFilesKept() throws IOException {
    Path demo = folder.resolve("demo");
    DemoFolder.claim(demo).close();
    Files.createDirectories(demo.resolve("data/training"));
    Files.writeString(demo.resolve("report.html"), "");
    Files.writeString(demo.resolve("notes.txt"), "");

    try (DemoFolder again = DemoFolder.claim(demo)) {
      again.clear();
      assertRefused(demo, UserException.Kind.BUSY, "another run");
    }

    assertThat(demo.toFile().list()).containsExactlyInAnyOrder(DemoFolder.MARK, "notes.txt");
  }

  @Test
  void aFolderThatCannotBeMadeIsReported() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertRefused(file, UserException.Kind.USAGE, "is a file");
    assertRefused(file.resolve("demo"), UserException.Kind.USAGE, "Not a directory");
  }
}
