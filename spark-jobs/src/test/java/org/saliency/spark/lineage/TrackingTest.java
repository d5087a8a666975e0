package org.saliency.spark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.settings.Settings;

class TrackingTest {

  private static final String API = "/api/2.0/mlflow/";
  private static final String HISTORY =
      """
      epoch,train_loss,val_loss,val_nss,val_sim,val_cc,learning_rate,seconds
      1,0.500000,0.400000,,0.600000,0.700000,3.0E-4,1.5
      2,0.300000,0.200000,1.250000,0.650000,0.750000,1.0E-4,1.5
      """;

  @TempDir Path folder;
  private Receiver server;
  private LogLines log;

  @BeforeEach
  void start() throws IOException {
    server = new Receiver();
    log = new LogLines(Reports.class);
    server.answer(API + "experiments/get-by-name", "404");
    server.answer(API + "experiments/create", "{\"experiment_id\": \"5\"}");
    server.answer(
        API + "runs/create",
        "{\"run\": {\"info\": {\"run_id\": \"r1\","
            + " \"artifact_uri\": \"mlflow-artifacts:/5/r1/artifacts\"}}}");
  }

  @AfterEach
  void stop() {
    log.close();
    server.close();
  }

  private Tracking tracking(String url, Map<String, String> environment, String... settings) {
    Map<String, String> overrides = new HashMap<>(Map.of("tracking.mlflow.url", url));
    for (String setting : settings) {
      overrides.put(setting.split("=")[0], setting.split("=")[1]);
    }
    return Tracking.start(
        Settings.load(Optional.empty(), overrides), "train", Map.of("data", "videos"), environment);
  }

  /** Values of one kind in all batches, as {@code key=value@step}. */
  private List<String> logged(String kind) {
    return server.received(API + "runs/log-batch").stream()
        .flatMap(batch -> StreamSupport.stream(batch.path(kind).spliterator(), false))
        .map(
            entry ->
                entry.path("key").asText()
                    + "="
                    + entry.path("value").asText()
                    + (entry.has("step") ? "@" + entry.path("step").asText() : ""))
        .toList();
  }

  private String status() {
    List<JsonNode> updates = server.received(API + "runs/update");
    assertThat(updates).hasSize(1);
    assertThat(updates.get(0).path("run_id").asText()).isEqualTo("r1");
    return updates.get(0).path("status").asText();
  }

  @Test
  void aTrainingRunIsTrackedWithParametersCurvesTagsAndModel() throws Exception {
    Path model = Files.write(folder.resolve("model.pt"), new byte[] {1, 2, 3});
    try (Tracking tracking = tracking(server.url(), Map.of(), "train.epochs=2")) {
      tracking.followTraining(folder);
      Files.writeString(folder.resolve("history.csv"), HISTORY + "3,0.1");
      tracking.tags(Map.of("model_hash", "abc"));
      tracking.metrics(Map.of("best_cc", 0.75, "undefined", Double.NaN));
      tracking.finished(model);
    }

    assertThat(server.received(API + "experiments/create").get(0).path("name").asText())
        .isEqualTo("saliency");
    JsonNode created = server.received(API + "runs/create").get(0);
    assertThat(created.path("experiment_id").asText()).isEqualTo("5");
    assertThat(created.path("tags").toString())
        .contains("{\"key\":\"saliency.data\",\"value\":\"videos\"}", "saliency.command");
    assertThat(logged("params")).contains("epochs=2", "optimizer.kind=adam", "loss.weights.kld=1");
    assertThat(logged("metrics"))
        .contains(
            "train_loss=0.5@1",
            "train_loss=0.3@2",
            "val_nss=1.25@2",
            "val_cc=0.7@1",
            "val_cc=0.75@2",
            "learning_rate=1.0E-4@2",
            "best_cc=0.75@0")
        .hasSize(6 + 7 + 1);
    assertThat(logged("tags")).contains("saliency.model_hash=abc");
    assertThat(server.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .singleElement()
        .satisfies(
            upload -> {
              assertThat(upload.path())
                  .isEqualTo("/api/2.0/mlflow-artifacts/artifacts/5/r1/artifacts/model.pt");
              assertThat(upload.body()).containsExactly(1, 2, 3);
            });
    assertThat(status()).isEqualTo("FINISHED");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aRunThatEndsByAnErrorIsFailed() throws Exception {
    try (Tracking tracking = tracking(server.url(), Map.of())) {
      tracking.followTraining(folder);
      Files.writeString(folder.resolve("history.csv"), HISTORY);
    }

    assertThat(status()).isEqualTo("FAILED");
    assertThat(logged("metrics")).contains("val_cc=0.75@2");
  }

  @Test
  void theHistoryOfAnEarlierRunIsNotTaken() throws Exception {
    Files.writeString(folder.resolve("history.csv"), HISTORY);
    Files.setLastModifiedTime(folder.resolve("history.csv"), FileTime.fromMillis(1_000_000));
    try (Tracking tracking = tracking(server.url(), Map.of())) {
      tracking.followTraining(folder);
    }

    assertThat(logged("metrics")).isEmpty();
  }

  @Test
  void anExistingExperimentIsUsed() throws Exception {
    server.answer(API + "experiments/get-by-name", "{\"experiment\": {\"experiment_id\": \"9\"}}");
    tracking(server.url(), Map.of()).close();

    assertThat(server.received(API + "experiments/create")).isEmpty();
    assertThat(server.received(API + "runs/create").get(0).path("experiment_id").asText())
        .isEqualTo("9");
  }

  @Test
  void theModelIsNotUploadedIfTheServerDoesNotStoreArtifacts() throws Exception {
    server.answer(
        API + "runs/create",
        "{\"run\": {\"info\": {\"run_id\": \"r1\", \"artifact_uri\": \"file:///x/5/r1\"}}}");
    try (Tracking tracking = tracking(server.url(), Map.of())) {
      tracking.finished(folder.resolve("model.pt"));
    }

    assertThat(server.requests()).noneMatch(request -> request.method().equals("PUT"));
    assertThat(status()).isEqualTo("FINISHED");
  }

  @Test
  void credentialsComeFromTheVariablesOfMlflow() throws Exception {
    tracking(server.url(), Map.of("MLFLOW_TRACKING_TOKEN", "t1")).close();
    assertThat(server.requests()).allMatch(request -> request.authorization().equals("Bearer t1"));

    server.requests().clear();
    tracking(
            server.url(),
            Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "pw"))
        .close();
    assertThat(server.requests())
        .isNotEmpty()
        .allMatch(request -> request.authorization().equals("Basic bWU6cHc="));
  }

  @Test
  void aDeadServerCostsOneWarning() throws Exception {
    server.close();
    long start = System.nanoTime();
    try (Tracking tracking = tracking(server.url(), Map.of())) {
      tracking.followTraining(folder);
      tracking.metrics(Map.of("cc", 0.5));
      tracking.finished();
    }

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("MLflow server http://127.0.0.1:");
  }

  @Test
  void aServerThatIsNoMlflowCostsOneWarning() throws Exception {
    server.answer(API + "runs/create", "<html>");
    tracking(server.url(), Map.of()).close();

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("the server did not answer as MLflow does");
    assertThat(server.received(API + "runs/update")).isEmpty();
  }

  @Test
  void withoutAUrlNothingIsTracked() throws Exception {
    try (Tracking tracking = tracking("", Map.of())) {
      tracking.followTraining(folder);
      tracking.metrics(Map.of("cc", 0.5));
      tracking.finished(folder.resolve("model.pt"));
    }

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void invalidSettingsAreRefused() {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> tracking("mlflow", Map.of()))
        .withMessageContaining("tracking.mlflow.url 'mlflow'");
  }
}
