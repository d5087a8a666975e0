package org.saliency.spark.lineage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.saliency.settings.Secrets;
import org.saliency.settings.Settings;
import org.saliency.spark.lineage.MlflowClient.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks a run on an MLflow server: parameters and tags at its start, metrics as they come, the
 * model at its end.
 */
public final class Tracking implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Time between two looks at the curves of a training run. */
  private static final Duration POLL = Duration.ofSeconds(5);

  private final MlflowSettings settings;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Thread kill = new Thread(this::killed, "end-mlflow-run");

  /** Null if tracking is off. */
  private final MlflowClient client;

  private final Reports reports;

  /** Accessed by the thread of the reports. */
  private MlflowClient.Run run;

  /** Reports what is new in the curves of a training run. */
  private Reports.Report curves = () -> {};

  private Tracking(MlflowSettings settings) {
    this.settings = settings;
    this.client = settings.url().map(url -> new MlflowClient(settings)).orElse(null);
    this.reports =
        settings
            .url()
            .map(url -> new Reports("MLflow server " + Secrets.mask(url.toString())))
            .orElse(null);
  }

  /**
   * Starts to track a run; does nothing without a URL in the settings.
   *
   * @param settings all sections
   * @param section name of the section whose settings are the parameters
   * @param tags for example the paths of inputs and output
   * @throws org.saliency.UserException when a setting is invalid
   */
  public static Tracking start(Settings settings, String section, Map<String, String> tags) {
    return start(settings, section, tags, System.getenv());
  }

  static Tracking start(
      Settings settings,
      String section,
      Map<String, String> tags,
      Map<String, String> environment) {
    Tracking tracking =
        new Tracking(MlflowSettings.from(settings.section("tracking.mlflow"), environment));
    if (tracking.client != null) {
      tracking.start(section, settings.section(section).values(), tags);
    }
    return tracking;
  }

  private void start(String command, Map<String, Object> values, Map<String, String> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("saliency.command", command);
    given.forEach((key, value) -> tags.put("saliency." + key, value));
    Map<String, String> parameters = new TreeMap<>();
    flatten("", values, parameters);
    Runtime.getRuntime().addShutdownHook(kill);
    reports.send(
        () -> {
          run = client.create(tags);
          client.parameters(run, parameters);
        });
  }

  private static void flatten(String prefix, Map<?, ?> values, Map<String, String> parameters) {
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> section) {
            flatten(prefix + key + ".", section, parameters);
          } else if (value instanceof Collection<?> list) {
            parameters.put(
                prefix + key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
          } else {
            parameters.put(prefix + key, String.valueOf(value));
          }
        });
  }

  /** Reports the curves of a training run, from its output folder, as they grow. */
  public void followTraining(Path folder) {
    if (client != null) {
      TrainingHistory history = new TrainingHistory(folder, System.currentTimeMillis());
      curves = () -> client.metrics(run, history.added());
      reports.repeat(POLL, curves);
    }
  }

  /** Reports single values; undefined ones are left out. */
  public void metrics(Map<?, ?> values) {
    if (client != null) {
      long now = System.currentTimeMillis();
      List<Metric> metrics =
          values.entrySet().stream()
              .filter(entry -> entry.getValue() instanceof Number)
              .map(entry -> metric(entry, now))
              .toList();
      reports.send(() -> client.metrics(run, metrics));
    }
  }

  private static Metric metric(Map.Entry<?, ?> entry, long now) {
    double value = ((Number) entry.getValue()).doubleValue();
    return new Metric(String.valueOf(entry.getKey()), value, now, 0);
  }

  /** Reports tags that are known late. */
  public void tags(Map<String, String> values) {
    if (client != null) {
      Map<String, String> tags = new LinkedHashMap<>();
      values.forEach((key, value) -> tags.put("saliency." + key, value));
      reports.send(() -> client.tags(run, tags));
    }
  }

  /** The run has ended normally. */
  public void finished() {
    end("FINISHED", LONGEST_WAIT);
  }

  /** The run has ended normally, with a model. */
  public void finished(Path model) {
    if (client != null && settings.logsModel()) {
      reports.send(curves);
      reports.send(() -> upload(model));
      end("FINISHED", LONGEST_WAIT.plus(settings.upload()));
    } else {
      finished();
    }
  }

  private void upload(Path model) throws IOException, InterruptedException {
    if (MlflowClient.acceptsArtifacts(run)) {
      client.artifact(run, model);
    } else {
      LOG.info("the MLflow server does not store artifacts: the model is not uploaded");
    }
  }

  private void end(String status, Duration longest) {
    if (client != null && isOver.compareAndSet(false, true)) {
      reports.send(curves);
      reports.send(() -> client.end(run, status));
      reports.end(longest);
      try {
        Runtime.getRuntime().removeShutdownHook(kill);
      } catch (IllegalStateException shuttingDown) {
        // the hook finds that the run is over
      }
    }
  }

  private void killed() {
    if (isOver.compareAndSet(false, true)) {
      reports.send(() -> client.end(run, "KILLED"));
      reports.end(LONGEST_WAIT);
    }
  }

  /** Ends the run as failed unless it has ended. */
  @Override
  public void close() {
    end("FAILED", LONGEST_WAIT);
  }
}
