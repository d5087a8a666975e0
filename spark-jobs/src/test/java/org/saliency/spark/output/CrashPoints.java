package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.saliency.hash.Sha256;
import org.saliency.json.Json;
import org.saliency.spark.faults.FaultPoint;
import org.saliency.spark.faults.FaultyFiles;
import org.saliency.spark.faults.NthCall;
import org.saliency.spark.faults.NthCall.Failure;
import org.saliency.spark.results.Manifest;

/**
 * Fails the n-th call of a run to a file system, runs it again, and compares its output with that
 * of an undisturbed run, byte for byte.
 */
public final class CrashPoints {

  /** A run into a folder that can be started again. */
  public interface Run {
    void into(String output) throws Exception;
  }

  private final Configuration configuration;
  private final FileSystem target;
  private final String root;
  private final Run run;
  private final Map<String, int[]> outcomes = new TreeMap<>();
  private Map<String, String> undisturbed;
  private long calls;
  private int runs;

  /**
   * Prepares a file system.
   *
   * @param target URI of its root
   * @param root path of an empty folder in it
   */
  public CrashPoints(Configuration configuration, String target, String root, Run run)
      throws IOException {
    FaultyFiles.register(configuration, target);
    this.configuration = configuration;
    FileSystem system = new Path(target).getFileSystem(configuration);
    this.target = system instanceof LocalFileSystem local ? local.getRaw() : system;
    this.root = root;
    this.run = run;
  }

  /** Runs once without a failure and returns the number of calls. */
  public long undisturbed() throws Exception {
    NthCall none = new NthCall(0, Failure.ERROR_BEFORE);
    String name = name();
    FaultPoint.set(name, none);
    run.into(FaultyFiles.uri(name, root + "/undisturbed"));
    undisturbed = results("undisturbed");
    assertThat(undisturbed).isNotEmpty();
    calls = none.calls();
    return calls;
  }

  private String name() {
    runs++;
    return "run-" + Integer.toHexString(System.identityHashCode(this)) + "-" + runs;
  }

  /** Fails each call in each way; returns the number of crash points. */
  public int failAll() throws Exception {
    int points = 0;
    for (long number = 1; number <= calls; number++) {
      for (Failure failure : Failure.values()) {
        fail(number, failure);
        points++;
      }
    }
    return points;
  }

  /** Fails some calls, in one way after the other; returns the number of crash points. */
  public int failEvery(long stride) throws Exception {
    int points = 0;
    for (long number = 1; number <= calls; number += stride) {
      fail(number, Failure.values()[points % Failure.values().length]);
      points++;
    }
    return points;
  }

  /** Number of crash points by call, and how the run ended that failed there. */
  public String table() {
    StringBuilder table = new StringBuilder();
    outcomes.forEach(
        (key, counts) ->
            table.append(key).append(": ").append(Arrays.toString(counts)).append('\n'));
    return table.toString();
  }

  private void fail(long number, Failure failure) throws Exception {
    String place = "call " + number + " " + failure;
    String output = root + "/crashed";
    NthCall point = new NthCall(number, failure);
    String crashed = name();
    FaultPoint.set(crashed, point);
    Optional<Exception> error = attempt(FaultyFiles.uri(crashed, output));
    boolean wasComplete = isComplete();
    if (error.isEmpty()) {
      assertThat(wasComplete).as(place).isTrue();
    }
    if (wasComplete) {
      assertThat(visible(results("crashed")))
          .as(place + ", called complete")
          .isEqualTo(visible(undisturbed));
    }
    letDie();

    long resumed;
    try {
      run.into(FaultyFiles.uri(name(), output));
      resumed = manifest().orElseThrow().counts().get("resumed");
      assertThat(results("crashed")).as(place).isEqualTo(undisturbed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(place + " at " + point.failed() + ": " + e, e);
    }
    count(point, error.isPresent(), wasComplete, resumed);
    target.delete(new Path(target.getUri() + output), true);
  }

  /** Without files of the protocol, of which a dead run may leave some. */
  private static Map<String, String> visible(Map<String, String> results) {
    Map<String, String> visible = new TreeMap<>(results);
    visible.keySet().removeIf(name -> name.startsWith("_saliency/"));
    return visible;
  }

  private Optional<Exception> attempt(String output) {
    try {
      run.into(output);
      return Optional.empty();
    } catch (Exception e) {
      return Optional.of(e);
    }
  }

  /** Runs with an error, runs that are complete, least and most frames that are resumed. */
  private void count(NthCall point, boolean hasError, boolean isComplete, long resumed) {
    String key =
        point
            .failed()
            .replace(root + "/crashed", "")
            .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "RUN")
            .replaceAll("\\d{6}-\\d{6}-[0-9a-f]{12}", "SEGMENT")
            .replaceAll("/[0-9a-f]{12}", "/ATTEMPT")
            .replaceAll("/(video=)?[ab](?=[-/.]|$)", "/$1VIDEO")
            .replaceAll("f\\d\\.png", "FRAME.png");
    int[] counts = outcomes.computeIfAbsent(key, k -> new int[] {0, 0, 0, Integer.MAX_VALUE, 0});
    counts[0]++;
    counts[1] += hasError ? 1 : 0;
    counts[2] += isComplete ? 1 : 0;
    counts[3] = Math.min(counts[3], (int) resumed);
    counts[4] = Math.max(counts[4], (int) resumed);
  }

  private Path path(String name) {
    return new Path(target.getUri() + root + "/" + name);
  }

  private String text(Path file) throws IOException {
    try (var stream = target.open(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Optional<Manifest> manifest() throws IOException {
    Path file = path("crashed/manifest.json");
    return target.exists(file)
        ? Optional.of(Json.read(text(file), Manifest.class))
        : Optional.empty();
  }

  private boolean isComplete() throws IOException {
    return manifest().filter(m -> m.status() == Manifest.Status.COMPLETE).isPresent();
  }

  /** Makes the lease that a dead run has left look like that of another process. */
  private void letDie() throws IOException {
    Path lease = path("crashed/_saliency/lease.json");
    if (target.exists(lease)) {
      String text = text(lease);
      try (var stream = target.create(lease, true)) {
        stream.write(
            text.replaceFirst("(\"processStarted\" : \")[^\"]*", "$12001-01-01T00:00:00Z")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Hashes of all files, without what differs from run to run. */
  private Map<String, String> results(String name) throws IOException {
    Map<String, String> results = new TreeMap<>();
    Path start = path(name);
    List<Path> files = new ArrayList<>();
    add(start, files);
    for (Path file : files) {
      String relative = file.toUri().getPath().substring(start.toUri().getPath().length() + 1);
      // Spark names its files by the job.
      String key =
          relative
              .replaceAll("-[0-9a-f]{12}(?=\\.\\w+$)", "")
              .replaceAll("part-\\d+-.*(?=\\.snappy)", "part");
      String previous = results.put(key, content(relative, file));
      assertThat(previous).as(key + " twice").isNull();
    }
    return results;
  }

  private void add(Path folder, List<Path> files) throws IOException {
    for (FileStatus status : target.listStatus(folder)) {
      if (status.isDirectory()) {
        add(status.getPath(), files);
      } else {
        files.add(status.getPath());
      }
    }
  }

  private String content(String name, Path file) throws IOException {
    if (name.equals("manifest.json")) {
      Manifest manifest = Json.read(text(file), Manifest.class);
      long frames = manifest.counts().get("done") + manifest.counts().get("resumed");
      return manifest.status() + " " + manifest.inputs() + " " + manifest.settings() + " " + frames;
    }
    if (name.startsWith("_saliency/") && !name.startsWith("_saliency/segments/")) {
      return "present";
    }
    if (name.startsWith("_saliency/")) {
      return text(file)
          .replaceAll("\"(id|run)\" : \"[^\"]*\"", "")
          .replaceAll("\"claim\" : \\d+", "");
    }
    byte[] bytes;
    try (var stream = target.open(file)) {
      bytes = stream.readAllBytes();
    }
    return HexFormat.of().formatHex(new Sha256().add(bytes).bytes());
  }
}
