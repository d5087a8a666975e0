package org.saliency.temporary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

  @TempDir Path parent;

  private Path leave(LocalProcess process) throws Exception {
    Path folder = parent.resolve(TemporaryFiles.prefix("models", process) + "1");
    Files.createDirectories(folder.resolve("compile"));
    Files.writeString(folder.resolve("compile/model.pt"), "200 MB");
    return folder;
  }

  /** A process that has ended. */
  private static LocalProcess dead() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    String started = process.info().startInstant().orElseThrow().toString();
    process.destroyForcibly().waitFor();
    return new LocalProcess(LocalProcess.here().space(), process.pid(), started);
  }

  @Test
  void foldersOfDeadProcessesAreDeletedWhenAnotherIsCreated() throws Exception {
    LocalProcess here = LocalProcess.here();
    Path ofDead = leave(dead());
    Path ofEarlier = leave(new LocalProcess(here.space(), here.id(), "2001-01-01T00:00:00Z"));
    Path ofLiving = leave(here);
    Path ofOtherHost = leave(new LocalProcess("other", 999_999_999, here.started()));
    Path ofUnknown = leave(new LocalProcess(here.space(), here.id(), ""));
    Path unrelated = Files.createDirectory(parent.resolve("saliency-data"));

    Path own = TemporaryFiles.folder(parent, "models");

    assertThat(ofDead).doesNotExist();
    assertThat(ofEarlier).doesNotExist();
    assertThat(parent.toFile().listFiles())
        .extracting(java.io.File::toPath)
        .containsExactlyInAnyOrder(own, ofLiving, ofOtherHost, ofUnknown, unrelated);
    assertThat(TemporaryFiles.isLeftover(own.getFileName().toString())).isFalse();
  }

  @Test
  void aProcessIsDeadIfALaterOneHasItsId() {
    LocalProcess here = LocalProcess.here();

    assertThat(here.isDead()).isFalse();
    assertThat(new LocalProcess(here.space(), here.id(), "2001-01-01T00:00:00Z").isDead()).isTrue();
    assertThat(new LocalProcess("elsewhere", here.id(), here.started()).isDead()).isFalse();
    assertThat(Instant.parse(here.started())).isBefore(Instant.now());
  }
}
