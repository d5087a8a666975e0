package org.saliency.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.network.Calibration;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.spark.storage.HadoopFiles;

/**
 * {@code manifest.json}: the record of a run. Written last, so a folder without one is incomplete.
 *
 * @param exitCode of the process that wrote this; absent in manifests of earlier versions
 * @param runId random UUID
 * @param command for example {@code score}
 * @param started UTC, ISO 8601
 * @param finished UTC, ISO 8601
 * @param settings by key
 * @param model absent in commands without a model
 * @param inputs paths as given
 * @param groundTruth path as given; absent without ground truth
 * @param counts of videos and frames
 * @param device type of device of the model; absent without a model
 * @param executors absent without a model
 * @param stageSeconds wall-clock time of the driver's steps, and {@code tasks_*}: time by activity,
 *     summed over tasks
 * @param versions of Java, Spark, PyTorch and this project
 * @param error of a failed run
 * @param errorKind of a failed run: {@code usage}, {@code input}, {@code bad_frames}, {@code
 *     device}, {@code output}, {@code busy} or {@code unexpected}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    Status status,
    Integer exitCode,
    String runId,
    String command,
    String started,
    String finished,
    Map<String, Object> settings,
    ModelReference model,
    List<String> inputs,
    String groundTruth,
    Map<String, Long> counts,
    String device,
    List<ExecutorUse> executors,
    Map<String, Double> stageSeconds,
    Map<String, String> versions,
    String error,
    String errorKind) {

  /** Outcome of a run. */
  public enum Status {
    /** All requested output is there. */
    COMPLETE,
    /** Finished, but with more bad frames than allowed. */
    INCOMPLETE,
    /** Ended by an error. */
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Requires what names a run; the rest may be absent, as in a manifest of an earlier version. */
  public Manifest {
    requirePresent("status", status);
    requirePresent("run_id", runId);
    requirePresent("command", command);
    settings = settings == null ? Map.of() : settings;
    inputs = inputs == null ? List.of() : inputs;
    counts = counts == null ? Map.of() : counts;
    stageSeconds = stageSeconds == null ? Map.of() : stageSeconds;
  }

  private static void requirePresent(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
  }

  /** Status and error of the run in words: {@code failed (what went wrong)}. */
  public String outcome() {
    return error == null ? status.toString() : status + " (" + error + ")";
  }

  /**
   * The manifest in a folder, if there is one.
   *
   * @throws UserException when it is not valid JSON
   */
  public static Optional<Manifest> read(HadoopFiles files, String folder) throws IOException {
    return files.readJson(folder + "/manifest.json", Manifest.class);
  }

  /**
   * The model of a run.
   *
   * @param path as given
   * @param network name of the network
   * @param precision used for computing
   * @param hash SHA-256 of the weights; of the file for an external model
   * @param description of an external model; absent for a model file of this project
   * @param calibration metrics before and after the model was calibrated, on videos left out;
   *     absent without
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ModelReference(
      String path,
      String network,
      String precision,
      String hash,
      ExternalModelDescription description,
      Calibration.HeldOut calibration) {}

  /** The current time in UTC, ISO 8601, to milliseconds. */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Versions of Java, Spark and this project. */
  public static Map<String, String> versions(String spark) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", Runtime.version().toString());
    versions.put("spark", spark);
    versions.put(
        "saliency",
        Optional.ofNullable(Manifest.class.getPackage().getImplementationVersion())
            .orElse("development"));
    return versions;
  }
}
