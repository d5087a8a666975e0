package org.saliency.spark.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.faults.FaultPoint;
import org.saliency.spark.faults.FaultyFiles;
import org.saliency.spark.faults.NthCall;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.Published;
import org.saliency.spark.output.RunPlan;
import org.saliency.spark.output.SmallRun;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.status.RunStatus.Phase;
import org.saliency.spark.status.RunStatus.State;
import org.saliency.temporary.LocalProcess;

/** The folder of a run is written by hand, as each state leaves it. */
class StatusReaderTest {

  private static final String RUN = "run-2";
  private static final Instant NOW = Instant.now();

  @TempDir Path folder;
  private final Configuration configuration = new Configuration();

  private RunStatus status() {
    return status(folder.toString());
  }

  private RunStatus status(String path) {
    return new StatusReader(configuration, Duration.ofSeconds(120)).read(path);
  }

  private void write(String name, Object content, Instant modified) throws IOException {
    Path file = folder.resolve("_saliency").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, Json.write(content));
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private void owner(String command) throws IOException {
    Map<String, Object> owner =
        Map.of("command", command, "inputs", List.of("videos"), "claim", 2, "firstClaim", 1);
    write("owner.json", owner, NOW);
  }

  /** A lease of a process of another host, of which only the age tells whether it is alive. */
  private void lease(String phase, Instant renewed) throws IOException {
    write("lease.json", holder("another-host", 12, "", phase), renewed);
  }

  private static Map<String, Object> holder(String host, long process, String space, String phase) {
    Map<String, Object> holder = new HashMap<>();
    holder.put("run", RUN);
    holder.put("claim", 2);
    holder.put("phase", phase);
    holder.put("application", "app-7");
    holder.put("host", host);
    holder.put("process", process);
    holder.put("processStarted", "2026-01-01T00:00:00Z");
    holder.put("processSpace", space);
    holder.put("since", "2026-01-01T00:00:01Z");
    return holder;
  }

  private void plan(String run, String command, Instant written) throws IOException {
    write("plan.json", new RunPlan(run, command, 2, 100, 1, 120), written);
  }

  private void segment(String run, long claim, int first, int last, int bad, Instant published)
      throws IOException {
    FrameRange range = new FrameRange("a", first, last);
    List<BadFrame> badFrames = new ArrayList<>();
    for (int i = 0; i < bad; i++) {
      badFrames.add(new BadFrame("a", first + i, "decode", "Error", "damaged"));
    }
    Published record =
        new Published(
            range,
            new Published.Attempt("ab" + first, run, claim),
            "inputs",
            new Published.Maps(List.of(), 0, 0),
            new Published.Maps(List.of(), 0, 0),
            new Published.Maps(List.of(), 0, 0),
            new Published.Rows(0, 0, 0),
            new Published.Rows(0, 0, 0),
            List.of(),
            badFrames,
            null);
    write("segments/a/" + range.fileName() + "-ab" + first + ".json", record, published);
  }

  private static Instant before(long seconds) {
    return NOW.minusSeconds(seconds);
  }

  /** 40 of 100 frames by this run, of which 1 is bad, 10 by an earlier one. */
  private void partlyScored() throws IOException {
    owner("score");
    plan(RUN, "score", before(1000));
    segment("run-1", 1, 0, 9, 0, before(5000));
    segment(RUN, 2, 10, 29, 0, before(900));
    segment(RUN, 2, 30, 44, 1, before(100));
    segment(RUN, 2, 45, 49, 0, before(50));
  }

  @Test
  void anActiveRunReportsCountsRateOfTheLastMinutesAndRemainingTime() throws Exception {
    partlyScored();
    lease("SEGMENTS", NOW);

    RunStatus status = status();

    assertThat(status.state()).isEqualTo(State.RUNNING);
    assertThat(status.phase()).isEqualTo(Phase.SCORE);
    assertThat(status.runId()).isEqualTo(RUN);
    assertThat(status.planned()).isEqualTo(100);
    assertThat(status.done()).isEqualTo(39);
    assertThat(status.resumed()).isEqualTo(10);
    assertThat(status.bad()).as("one frame, and one found in the inputs").isEqualTo(2);
    assertThat(status.remaining()).isEqualTo(50);
    assertThat(status.framesPerSecond()).isCloseTo(20 / 300.0, within(1e-6));
    assertThat(status.etaSeconds()).isEqualTo(750);
    assertThat(status.lease().application()).isEqualTo("app-7");
    assertThat(Json.line(status))
        .contains("\"state\":\"running\"", "\"run_id\":\"run-2\"", "\"eta_seconds\":750")
        .contains("\"lease\":{\"application\":\"app-7\"", "\"renewed_seconds_ago\":")
        .doesNotContain("null");
    assertThat(status.text().lines())
        .containsExactly(
            "score: running (score)",
            "planned 100, done 39, resumed 10, bad 2, remaining 50",
            "0.1 frames/s, about 13 min left",
            "lease of app-7 (process 12 on another-host, since 2026-01-01T00:00:01Z), renewed "
                + status.lease().renewedSecondsAgo()
                + " s ago");
  }

  @Test
  void theRateIsThatOfTheWholeRunIfNothingWasPublishedLately() throws Exception {
    owner("score");
    plan(RUN, "score", before(1000));
    segment(RUN, 2, 0, 49, 0, before(600));
    lease("SEGMENTS", NOW);

    assertThat(status().framesPerSecond()).isCloseTo(50 / 1000.0, within(1e-6));
  }

  @Test
  void anActiveRunWithoutAPublishedSegmentHasNoRate() throws Exception {
    owner("score");
    plan(RUN, "score", before(10));
    lease("SEGMENTS", NOW);

    RunStatus status = status();

    assertThat(status.remaining()).isEqualTo(100);
    assertThat(status.framesPerSecond()).isNull();
    assertThat(status.etaSeconds()).isNull();
  }

  @Test
  void aRunThatHasNotPlannedYetDoesNotShowThePlanOfTheRunBefore() throws Exception {
    owner("score");
    plan("run-1", "score", before(5000));
    segment("run-1", 1, 0, 9, 0, before(4000));
    lease("SEGMENTS", NOW);

    RunStatus status = status();

    assertThat(status.phase()).isEqualTo(Phase.PLAN);
    assertThat(status.planned()).isNull();
    assertThat(status.resumed()).isEqualTo(10);
    assertThat(status.text()).contains("planned: unknown, done 0, resumed 10");
  }

  @Test
  void thePhaseFollowsTheLease() throws Exception {
    partlyScored();
    lease("VIDEOS", NOW);
    assertThat(status().phase()).isEqualTo(Phase.JOIN_VIDEOS);

    lease("RESULTS", NOW);
    assertThat(status().phase()).isEqualTo(Phase.WRITE_RESULTS);
    assertThat(status().framesPerSecond()).isNull();
  }

  @Test
  void aRunIsInterruptedOnceItsLeaseHasExpired() throws Exception {
    partlyScored();
    lease("SEGMENTS", before(121));

    RunStatus status = status();

    assertThat(status.state()).isEqualTo(State.INTERRUPTED);
    assertThat(status.phase()).isNull();
    assertThat(status.remaining()).isEqualTo(50);
    assertThat(status.text()).contains("rerun the same command");
  }

  @Test
  void theExpiryIsThatOfTheRun() throws Exception {
    partlyScored();
    write("plan.json", new RunPlan(RUN, "score", 2, 100, 0, 600), before(1000));
    lease("SEGMENTS", before(500));

    assertThat(status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aRunIsInterruptedIfItsProcessOnThisHostIsDead() throws Exception {
    partlyScored();
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    String host = java.net.InetAddress.getLocalHost().getHostName();
    String space = LocalProcess.here().space();
    write("lease.json", holder(host, process.pid(), space, "SEGMENTS"), NOW);

    assertThat(status().state()).isEqualTo(State.INTERRUPTED);
  }

  @Test
  void aRunIsInterruptedIfItReleasedTheLeaseWithoutAManifest() throws Exception {
    partlyScored();

    RunStatus status = status();

    assertThat(status.state()).isEqualTo(State.INTERRUPTED);
    assertThat(status.done()).isEqualTo(39);
    assertThat(status.lease()).isNull();
  }

  @Test
  void anEvaluationReportsItsPlanWhileItIsActive() throws Exception {
    owner("evaluate");
    plan(RUN, "evaluate", before(10));
    lease("SEGMENTS", NOW);

    RunStatus status = status();

    assertThat(status.phase()).isEqualTo(Phase.MEASURE);
    assertThat(status.planned()).isEqualTo(100);
    assertThat(status.done()).isNull();
    assertThat(status.text()).startsWith("evaluate: running (measure)\nplanned 100, done: unknown");
  }

  @Test
  void anEvaluationThatWasKilledPromisesNothing() throws Exception {
    owner("evaluate");
    plan(RUN, "evaluate", before(10));

    assertThat(status().text())
        .isEqualTo("evaluate: interrupted\nplanned 100\nrerun the same command to continue\n");
  }

  @Test
  void aCompleteRunReportsWhatItsManifestSays() throws Exception {
    new SmallRun(folder.toString(), configuration).run();

    RunStatus status = status();

    assertThat(status.state()).isEqualTo(State.COMPLETE);
    assertThat(status.command()).isEqualTo("score");
    assertThat(status.planned()).isEqualTo(4);
    assertThat(status.done()).isEqualTo(4);
    assertThat(status.resumed()).isZero();
    assertThat(status.exitCode()).isZero();
    assertThat(status.lease()).isNull();
  }

  @Test
  void aRunThatHasWrittenItsManifestButNotReleasedItsLeaseIsComplete() throws Exception {
    new SmallRun(folder.toString(), configuration).run();
    String run = status().runId();
    Map<String, Object> holder = holder("another-host", 12, "", "RESULTS");
    holder.put("run", run);
    write("lease.json", holder, NOW);
    assertThat(status().state()).isEqualTo(State.COMPLETE);

    lease("SEGMENTS", NOW); // of a run that has just started
    assertThat(status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aFailedRunReportsTheErrorAndWhatIsPublished() throws Exception {
    partlyScored();
    Map<String, Object> manifest =
        Map.of(
            "status", "failed",
            "exit_code", 3,
            "run_id", RUN,
            "command", "score",
            "started", "2026-01-01T00:00:00Z",
            "finished", "2026-01-01T01:00:00Z",
            "counts", Map.of(),
            "stage_seconds", Map.of(),
            "error", "videos is gone",
            "error_kind", "input");
    Files.writeString(folder.resolve("manifest.json"), Json.write(manifest));

    RunStatus status = status();

    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.planned()).isEqualTo(100);
    assertThat(status.done()).isEqualTo(39);
    assertThat(status.resumed()).isEqualTo(10);
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.text()).contains("error (input): videos is gone");
  }

  @Test
  void aRunThatWasKilledAtAnyCallIsNeverCalledComplete() throws Exception {
    FaultyFiles.register(configuration, "file:///");
    for (int number : new int[] {20, 60, 100}) {
      Path output = folder.resolve("killed-" + number);
      String uri = FaultyFiles.uri("killed-" + number, output.toString());
      FaultPoint.set("killed-" + number, new NthCall(number, NthCall.Failure.DEATH_BEFORE));
      try {
        new SmallRun(uri, configuration).run();
      } catch (IOException | RuntimeException killed) {
        // as intended
      }
      assertThat(status(output.toString()).state())
          .as("killed at call %d", number)
          .isIn(State.RUNNING, State.INTERRUPTED, State.FAILED);
    }
  }

  @Test
  void anEmptyAndAForeignFolderAreRefused() throws Exception {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(this::status)
        .withMessageContaining("does not exist or is empty")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT));
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> status(folder.resolve("none").toString()))
        .withMessageContaining("does not exist or is empty");

    Files.writeString(folder.resolve("manifest.json"), "{\"status\": \"complete\"}");
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(this::status)
        .withMessageContaining("is not an output of score or evaluate")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT));
  }

  @Test
  void anOutputOfTrainingIsRefusedWithItsTableOfEpochs() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("last")).resolve("state.json"), "{}");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(this::status)
        .withMessageContaining("is an output of train")
        .withMessageContaining("history.csv")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT));
  }

  @Test
  void nothingIsWritten() throws Exception {
    partlyScored();
    lease("SEGMENTS", NOW);
    Map<String, FileTime> before = files();

    status();

    assertThat(files()).isEqualTo(before);
  }

  /** Files and folders with the times of their last changes. */
  private Map<String, FileTime> files() throws IOException {
    Map<String, FileTime> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  @Test
  void damagedFilesOfARunAreTakenAsMissing() throws Exception {
    partlyScored();
    lease("SEGMENTS", NOW);
    Files.writeString(folder.resolve("_saliency/plan.json"), "{");

    assertThat(status().planned()).isNull();
    assertThat(Optional.ofNullable(status().phase())).contains(Phase.PLAN);
  }
}
