package org.saliency.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @TempDir Path elsewhere;

  @Test
  void closingDeletesTheContentButNotTheTargetsOfLinks() throws Exception {
    Path kept = Files.writeString(elsewhere.resolve("kept.txt"), "kept");
    TemporaryFolder folder = TemporaryFolder.create("temporary-folder-test");
    Path inner = Files.createDirectories(folder.path().resolve("a/b"));
    Files.writeString(inner.resolve("c.txt"), "c");
    Files.createSymbolicLink(inner.resolve("link"), kept);
    Files.createSymbolicLink(inner.resolve("links"), elsewhere);

    folder.close();

    assertThat(folder.path()).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void closingAgainHasNoEffect() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create("temporary-folder-test");

    folder.close();
    folder.close();

    assertThat(folder.path()).doesNotExist();
  }
}
