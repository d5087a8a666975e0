package org.saliency.spark.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.ShutdownHookManager;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.network.ServingTarget;
import org.saliency.settings.Secrets;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.serving.DeviceProbe;
import org.saliency.spark.serving.ModelSource;
import org.saliency.spark.task.SparkErrors;
import org.saliency.spark.task.TaskProgress;

/** Collects the manifest of a running job and writes it. */
public final class ManifestBuilder {

  private static final int UNEXPECTED = 1;

  private final String command;
  private final Map<String, Object> settings;
  private final Map<String, String> versions;
  private final String started = Manifest.now();
  private final String runId = UUID.randomUUID().toString();
  private final Map<String, Double> stageSeconds = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> inputs;
  private final Optional<String> groundTruth;
  private Optional<Manifest.ModelReference> model = Optional.empty();
  private Optional<String> device = Optional.empty();
  private Optional<List<ExecutorUse>> executors = Optional.empty();

  /** A step without a result. */
  public interface Step {
    void run() throws Exception;
  }

  /** Starts a run: its ID and start time are set now. */
  public ManifestBuilder(
      String command,
      Map<String, Object> settings,
      List<String> inputs,
      Optional<String> groundTruth,
      String sparkVersion) {
    this.command = command;
    this.settings = settings;
    this.inputs = inputs;
    this.groundTruth = groundTruth;
    this.versions = Manifest.versions(sparkVersion);
  }

  /** Random id of the run. */
  public String runId() {
    return runId;
  }

  /** Runs a step and records its wall-clock time under the name of a stage. */
  public void time(String stage, Step step) throws InterruptedException {
    time(
        stage,
        () -> {
          step.run();
          return stage;
        });
  }

  /** Runs a step and records its wall-clock time under the name of a stage. */
  public <T> T time(String stage, Callable<T> step) throws InterruptedException {
    long start = System.nanoTime();
    try {
      return step.call();
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      addSeconds(stage, (System.nanoTime() - start) / 1e9);
    }
  }

  private void addSeconds(String stage, double seconds) {
    stageSeconds.merge(stage, Math.round(seconds * 1000) / 1000.0, Double::sum);
  }

  /** Records the time by activity of the tasks of a finished job. */
  public void taskTimes(TaskProgress tasks) {
    tasks.seconds().forEach((activity, seconds) -> addSeconds("tasks_" + activity.key(), seconds));
  }

  /** Records the model, read from a path and compiled for a target. */
  public void model(ModelSource source, String path, ServingTarget target) {
    model =
        Optional.of(
            new Manifest.ModelReference(
                path,
                source.network(),
                source.precision(target),
                source.hash(),
                source.externalDescription().orElse(null),
                source.calibration().orElse(null)));
  }

  /** Records the device and the version of PyTorch on it. */
  public void device(DeviceProbe probe) {
    device = Optional.of(probe.device());
    versions.put("pytorch", probe.pytorch());
  }

  public void executors(List<ExecutorUse> uses) {
    executors = Optional.of(uses);
  }

  /** Records a count, for example of {@code videos}. */
  public void count(String name, long count) {
    counts.put(name, count);
  }

  /** Writes the manifest of a finished run. */
  public Manifest finish(OutputFolder folder, Manifest.Status status) {
    int exitCode =
        status == Manifest.Status.COMPLETE ? 0 : UserException.Kind.BAD_FRAMES.exitCode();
    return write(folder, status, exitCode, null, null);
  }

  /**
   * Writes the manifest of a failed run; the caller rethrows the error. A run that a signal stops
   * has not failed: like one that is killed, it leaves no manifest.
   */
  public void fail(OutputFolder folder, Exception error) {
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      return;
    }
    try {
      Optional<UserException> known = SparkErrors.userError(error);
      String message =
          known.map(UserException::getMessage).orElseGet(() -> SparkErrors.firstLine(error));
      write(
          folder,
          Manifest.Status.FAILED,
          known.map(found -> found.kind().exitCode()).orElse(UNEXPECTED),
          message,
          known.map(found -> found.kind().toString()).orElse("unexpected"));
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  private Manifest write(
      OutputFolder folder, Manifest.Status status, int exitCode, String error, String errorKind) {
    Manifest manifest =
        new Manifest(
            status,
            exitCode,
            runId,
            command,
            started,
            Manifest.now(),
            settings,
            model.orElse(null),
            inputs,
            groundTruth.orElse(null),
            counts,
            device.orElse(null),
            executors.orElse(null),
            stageSeconds,
            versions,
            error,
            errorKind);
    folder.write("manifest.json", Secrets.mask(Json.write(manifest)));
    return manifest;
  }
}
