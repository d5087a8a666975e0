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
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.spark.storage.HadoopFiles;

/**
 * {@code manifest.json}: what was run, on what, and what came of it. Written last, so that a folder
 * without one is not whole.
 *
 * @param status how it ended
 * @param runId names the run
 * @param command the command, for example {@code score}
 * @param started UTC, ISO 8601
 * @param finished UTC, ISO 8601
 * @param settings the settings, by key
 * @param model the model; absent where none is used
 * @param inputs paths as given
 * @param groundTruth path as given; absent without one
 * @param counts of videos and frames
 * @param device where the model ran
 * @param executors what each executor used; absent where no model is used
 * @param stageSeconds time by stage, summed over tasks where tasks run side by side
 * @param versions of what took part
 * @param error what ended a run that failed
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    Status status,
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
    String error) {

  /** How a run ended. */
  public enum Status {
    /** Everything is there that was asked for. */
    COMPLETE,
    /** It came to its end, but more frames were bad than allowed. */
    INCOMPLETE,
    /** It did not come to its end. */
    FAILED;

    /** As the manifest has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The manifest in a folder; empty when there is none, so that the folder is not whole.
   *
   * @throws UserException when it is damaged
   */
  public static Optional<Manifest> read(HadoopFiles files, String folder) throws IOException {
    return files.readJson(folder + "/manifest.json", Manifest.class);
  }

  /**
   * The model of a run.
   *
   * @param path as given
   * @param network its name
   * @param precision what it computed in
   * @param hash SHA-256 of its weights; of the file for an external TorchScript model
   * @param description input and output of an external TorchScript model; absent for a model file
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ModelReference(
      String path,
      String network,
      String precision,
      String hash,
      ExternalModelDescription description) {}

  /** Now, as it is written here. */
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
