package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.json.Json;

class OutputLeaseTest {

  private static final List<String> NOTICES = new CopyOnWriteArrayList<>();

  @TempDir Path root;
  private OutputFolder folder;
  private Path file;

  @BeforeEach
  void open() {
    NOTICES.clear();
    folder = new OutputFolder(root.toString(), new Configuration());
    file = root.resolve("_saliency/lease.json");
  }

  private static LeaseTerms terms(String application, Duration renewal) {
    return terms(application, renewal, false);
  }

  private static LeaseTerms terms(String application, Duration renewal, boolean wait) {
    return new LeaseTerms(
        "run of " + application, application, renewal, Duration.ofSeconds(60), wait, NOTICES::add);
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
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BUSY));
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

  /** Writes the lease of another process of this machine. */
  private void writeLease(LeaseHolder holder) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, Json.write(holder));
  }

  private static LeaseHolder holder(long process, String started, String host) {
    LeaseHolder here = LeaseHolder.here("run-1", "application-1");
    return new LeaseHolder(
        "run-1",
        1,
        RunPhase.SEGMENTS,
        0,
        "application-1",
        host,
        process,
        started,
        here.processSpace(),
        here.since());
  }

  private static String host() {
    return LeaseHolder.here("", "").host();
  }

  @Test
  void theLeaseOfAKilledProcessOfThisMachineIsTakenOverAtOnce() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    String started = other.info().startInstant().orElseThrow().toString();
    writeLease(holder(other.pid(), started, host()));
    assertThatExceptionOfType(UserException.class).isThrownBy(() -> take("application-2"));

    other.destroyForcibly().waitFor();

    try (OutputLease lease = take("application-2")) {
      lease.requireHeld();
    }
    assertThat(NOTICES).singleElement().asString().contains("process " + other.pid(), "is dead");
  }

  @Test
  void aLaterProcessWithTheSameIdDoesNotKeepALeaseAlive() throws Exception {
    writeLease(holder(ProcessHandle.current().pid(), "2001-01-01T00:00:00Z", host()));

    try (OutputLease lease = take("application-2")) {
      lease.requireHeld();
    }
  }

  @Test
  void aProcessOfAnotherHostCountsAsAliveUntilItsLeaseExpires() throws Exception {
    writeLease(holder(999_999_999, "2001-01-01T00:00:00Z", "other-host"));

    assertThatExceptionOfType(UserException.class).isThrownBy(() -> take("application-2"));
  }

  @Test
  void aRunWaitsForALiveRunAndSaysSo() throws Exception {
    OutputLease first = take("application-1");
    CompletableFuture<OutputLease> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return OutputLease.take(
                    folder, terms("application-2", Duration.ofMillis(50), true));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (NOTICES.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(NOTICES).singleElement().asString().contains("application-1", "waiting");
    assertThat(second).isNotDone();

    first.close();

    try (OutputLease lease = second.get(20, TimeUnit.SECONDS)) {
      lease.requireHeld();
    }
    assertThat(NOTICES).hasSize(1);
  }

  @Test
  void aLeaseThatCouldNotBeRenewedForHalfItsExpiryIsGivenUpForGood() throws Exception {
    LeaseTerms terms =
        new LeaseTerms(
            "run-1",
            "application-1",
            Duration.ofSeconds(20),
            Duration.ofMillis(400),
            false,
            NOTICES::add);
    try (OutputLease lease = OutputLease.take(folder, terms)) {
      lease.requireRenewed();
      Thread.sleep(250);

      assertThat(lease.isHeld()).isFalse();
      assertThatExceptionOfType(UserException.class).isThrownBy(lease::requireRenewed);
    }
    assertThat(file).exists(); // it may belong to another run by now
  }
}
