package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

class OutputLeaseTest {

  @TempDir Path root;
  private OutputFolder folder;
  private Path file;

  @BeforeEach
  void open() {
    folder = new OutputFolder(root.toString(), new Configuration());
    file = root.resolve("_saliency/lease.json");
  }

  private static OutputLease.Terms terms(String application, Duration renewal) {
    return new OutputLease.Terms(application, renewal, Duration.ofSeconds(60));
  }

  private OutputLease take(String application) throws IOException {
    return OutputLease.take(folder, terms(application, Duration.ofSeconds(20)));
  }

  private void age(Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void refusalNamesTheHolderAndTheTimeLeft() throws Exception {
    try (OutputLease first = take("application-1")) {
      first.requireHeld();
      age(Duration.ofSeconds(25));

      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> take("application-2"))
          .withMessageContaining("application-1")
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .withMessageMatching(".*expires in 3[45] s")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.OUTPUT));
    }
  }

  @Test
  void aReleasedLeaseLeavesNoFiles() throws Exception {
    take("application-1").close();

    assertThat(root).isEmptyDirectory();
    try (OutputLease second = take("application-2")) {
      second.requireHeld();
    }
  }

  @Test
  void theLeaseOfADeadRunExpires() throws Exception {
    try (OutputLease dead = take("application-1")) {
      age(Duration.ofSeconds(61));
      try (OutputLease second = take("application-2")) {
        second.requireHeld();

        // The first run was not dead after all.
        assertThatExceptionOfType(UserException.class)
            .isThrownBy(dead::requireHeld)
            .withMessageContaining("was taken over by another run");
        dead.close();
        second.requireHeld();
      }
    }
  }

  @Test
  void aLeaseIsRenewedWhileItIsHeld() throws Exception {
    try (OutputLease lease =
        OutputLease.take(folder, terms("application-1", Duration.ofMillis(50)))) {
      age(Duration.ofSeconds(59));
      FileTime old = Files.getLastModifiedTime(file);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (Files.getLastModifiedTime(file).equals(old) && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }

      assertThat(Files.getLastModifiedTime(file)).isGreaterThan(old);
      lease.requireHeld();
      lease.requireRenewed();
    }
  }

  @Test
  void aLeaseFileThatIsBeingWrittenCountsAsHeld() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> take("application-2"))
        .withMessageContaining("written by another run");
  }
}
