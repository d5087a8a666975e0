package org.saliency.spark.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.settings.Secrets;

/** The part of MLflow's REST interface (2.0) that a run needs. */
final class MlflowClient {

  /** Most entries of each kind in one request. */
  private static final int METRICS = 1000;

  private static final int PARAMETERS = 100;

  /** Longest value of a parameter that all versions of the server accept. */
  private static final int LONGEST_VALUE = 500;

  /** Scheme of artifacts that the server itself stores. */
  private static final String SERVED = "mlflow-artifacts";

  private final MlflowSettings settings;
  private final String api;
  private final JsonClient client;

  MlflowClient(MlflowSettings settings) {
    this.settings = settings;
    this.api = settings.url().orElseThrow() + "/api/2.0/";
    this.client = new JsonClient(settings.authorization());
  }

  /** A run on the server. */
  record Run(String id, String artifacts) {}

  /** A value of a metric at a step. */
  record Metric(String key, double value, long timestamp, long step) {}

  /** A parameter or tag. */
  record Entry(String key, String value) {}

  Run create(Map<String, String> tags) throws IOException, InterruptedException {
    JsonNode run =
        client
            .post(
                url("mlflow/runs/create"),
                Map.of(
                    "experiment_id",
                    experiment(),
                    "run_name",
                    settings.runName(),
                    "start_time",
                    System.currentTimeMillis(),
                    "tags",
                    entries(tags)))
            .path("run");
    String id = run.path("info").path("run_id").asText();
    if (id.isEmpty()) {
      throw new IOException("the server did not answer as MLflow does");
    }
    return new Run(id, run.path("info").path("artifact_uri").asText());
  }

  private String experiment() throws IOException, InterruptedException {
    Optional<JsonNode> present = find();
    if (present.isPresent()) {
      return present.get().path("experiment").path("experiment_id").asText();
    }
    try {
      return client
          .post(url("mlflow/experiments/create"), Map.of("name", settings.experiment()))
          .path("experiment_id")
          .asText();
    } catch (IOException e) {
      // Another run may have created it meanwhile.
      return find().orElseThrow(() -> e).path("experiment").path("experiment_id").asText();
    }
  }

  private Optional<JsonNode> find() throws IOException, InterruptedException {
    return client.get(
        url("mlflow/experiments/get-by-name?experiment_name=" + encoded(settings.experiment())));
  }

  void parameters(Run run, Map<String, String> parameters)
      throws IOException, InterruptedException {
    for (List<Entry> some : parts(entries(parameters), PARAMETERS)) {
      client.post(url("mlflow/runs/log-batch"), Map.of("run_id", run.id(), "params", some));
    }
  }

  void metrics(Run run, List<Metric> metrics) throws IOException, InterruptedException {
    List<Metric> finite =
        metrics.stream().filter(metric -> Double.isFinite(metric.value())).toList();
    for (List<Metric> some : parts(finite, METRICS)) {
      client.post(url("mlflow/runs/log-batch"), Map.of("run_id", run.id(), "metrics", some));
    }
  }

  void tags(Run run, Map<String, String> tags) throws IOException, InterruptedException {
    client.post(url("mlflow/runs/log-batch"), Map.of("run_id", run.id(), "tags", entries(tags)));
  }

  /** Ends a run: FINISHED, FAILED or KILLED. */
  void end(Run run, String status) throws IOException, InterruptedException {
    client.post(
        url("mlflow/runs/update"),
        Map.of("run_id", run.id(), "status", status, "end_time", System.currentTimeMillis()));
  }

  /** Whether the server stores artifacts itself: else clients write to its storage. */
  static boolean acceptsArtifacts(Run run) {
    return run.artifacts().startsWith(SERVED + ":/");
  }

  /** Uploads an artifact. */
  void artifact(Run run, Path file) throws IOException, InterruptedException {
    String folder = URI.create(run.artifacts()).getPath();
    client.put(
        url("mlflow-artifacts/artifacts" + folder + "/" + encoded(file.getFileName().toString())),
        file,
        settings.upload());
  }

  private URI url(String path) {
    return URI.create(api + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<Entry> entries(Map<String, String> values) {
    List<Entry> entries = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          String masked = Secrets.mask(value);
          int length = Math.min(masked.length(), LONGEST_VALUE);
          entries.add(new Entry(key, masked.substring(0, length)));
        });
    return entries;
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      parts.add(all.subList(i, Math.min(all.size(), i + size)));
    }
    return parts;
  }
}
