package org.saliency.spark.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.network.Precision;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.serving.DeviceProbe;
import org.saliency.spark.serving.ModelSource;
import org.saliency.spark.task.SparkFaults;
import org.saliency.spark.task.StageTimes;

/** Collects, while a job runs, what its manifest will say. */
public final class ManifestBuilder {

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

  /** Does a step and notes how long it took. */
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

  /** Runs a step and adds the time that it took. */
  public void time(String stage, Runnable step) throws InterruptedException {
    time(stage, Executors.callable(step));
  }

  void addSeconds(String stage, double seconds) {
    stageSeconds.merge(stage, Math.round(seconds * 1000) / 1000.0, Double::sum);
  }

  /** Notes what the tasks of a job spent their time on. */
  public void tasks(StageTimes times) {
    times.seconds().forEach((what, spent) -> addSeconds("tasks_" + what.key(), spent));
  }

  public void model(ModelSource used, String path, Precision precision) {
    model =
        Optional.of(
            new Manifest.ModelReference(
                path,
                used.network(),
                used.precision(precision),
                used.hash(),
                used.description().orElse(null)));
  }

  public void device(DeviceProbe probe) {
    device = Optional.of(probe.device());
    versions.put("pytorch", probe.pytorch());
  }

  public void executors(List<ExecutorUse> used) {
    executors = Optional.of(used);
  }

  public void count(String what, long count) {
    counts.put(what, count);
  }

  /** Writes the manifest of a run that came to its end. */
  public Manifest finish(OutputFolder folder, Manifest.Status status) {
    return write(folder, status, null);
  }

  /** Writes the manifest of a run that did not; the fault itself goes on its way. */
  public void fail(OutputFolder folder, Exception fault) {
    try {
      write(folder, Manifest.Status.FAILED, error(fault));
    } catch (RuntimeException e) {
      fault.addSuppressed(e);
    }
  }

  private static String error(Exception fault) {
    return SparkFaults.mendable(fault)
        .map(UserException::getMessage)
        .orElseGet(() -> SparkFaults.firstLine(fault));
  }

  private Manifest write(OutputFolder folder, Manifest.Status status, String error) {
    Manifest manifest =
        new Manifest(
            status,
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
            error);
    folder.write("manifest.json", Json.write(manifest));
    return manifest;
  }
}
