package org.saliency.spark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.settings.Settings;

class LineageTest {

  private static final String EVENTS = "/api/v1/lineage";
  private static final String ID = "0196f2a4-1111-7777-8888-123456789abc";
  private static final String PARENT = "0196f2a4-2222-7777-8888-123456789abc";

  private static final ReportedRun RUN =
      new ReportedRun(
          "score",
          ID,
          List.of("s3a://key:topsecret@bucket/videos", "/data/m.pt"),
          "hdfs://nn:8020/out",
          "4.1.0");

  private Receiver receiver;
  private LogLines log;

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver();
    log = new LogLines(Reports.class);
  }

  @AfterEach
  void stop() {
    log.close();
    receiver.close();
  }

  private static Lineage lineage(String url, Map<String, String> environment, String... more) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("lineage.openlineage.url", url);
    for (int i = 0; i < more.length; i += 2) {
      overrides.put("lineage.openlineage." + more[i], more[i + 1]);
    }
    return Lineage.from(Settings.load(Optional.empty(), overrides), environment);
  }

  private static String done(Lineage lineage) throws InterruptedException {
    return lineage.report(RUN, result -> 40L, () -> "result");
  }

  @Test
  void aRunThatSucceedsIsReportedWhenItStartsAndWhenItIsComplete() throws Exception {
    assertThat(done(lineage(receiver.url(), Map.of()))).isEqualTo("result");

    List<JsonNode> events = receiver.received(EVENTS);
    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "COMPLETE");
    for (JsonNode event : events) {
      assertThat(event.path("run").path("runId").asText()).isEqualTo(ID);
      assertThat(event.path("job").path("namespace").asText()).isEqualTo("saliency");
      assertThat(event.path("job").path("name").asText()).isEqualTo("saliency.score");
      assertThat(event.path("producer").asText()).isNotEmpty();
      assertThat(event.path("schemaURL").asText()).endsWith("OpenLineage.json#/$defs/RunEvent");
      assertThat(java.time.Instant.parse(event.path("eventTime").asText())).isNotNull();
      assertThat(event.path("inputs")).hasSize(2);
      assertThat(event.path("inputs").path(1).path("namespace").asText()).isEqualTo("file");
      assertThat(event.path("outputs").path(0).path("namespace").asText())
          .isEqualTo("hdfs://nn:8020");
      assertThat(event.path("outputs").path(0).path("name").asText()).isEqualTo("/out");
    }
    JsonNode statistics =
        events.get(1).path("outputs").path(0).path("outputFacets").path("outputStatistics");
    assertThat(statistics.path("rowCount").asLong()).isEqualTo(40);
    assertThat(statistics.path("_schemaURL").asText()).contains("OutputStatistics");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aRunThatFailsIsReportedWithItsError() {
    Lineage lineage = lineage(receiver.url(), Map.of());

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(
            () ->
                lineage.report(
                    RUN,
                    result -> 0L,
                    () -> {
                      throw UserException.input("videos of s3a://k:topsecret@b/v are gone");
                    }));

    List<JsonNode> events = receiver.received(EVENTS);
    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "FAIL");
    assertThat(
            events.get(1).path("run").path("facets").path("errorMessage").path("message").asText())
        .isEqualTo("videos of s3a://***@b/v are gone");
  }

  @Test
  void theRunOfTheSchedulerIsTheParent() throws Exception {
    done(lineage(receiver.url(), Map.of("OPENLINEAGE_PARENT_ID", "airflow/dag.task/" + PARENT)));
    done(lineage(receiver.url(), Map.of(), "parent", "other/a/b/" + PARENT));

    List<JsonNode> events = receiver.received(EVENTS);
    JsonNode first = events.get(0).path("run").path("facets").path("parent");
    assertThat(first.path("run").path("runId").asText()).isEqualTo(PARENT);
    assertThat(first.path("job").path("namespace").asText()).isEqualTo("airflow");
    assertThat(first.path("job").path("name").asText()).isEqualTo("dag.task");
    JsonNode second = events.get(2).path("run").path("facets").path("parent");
    assertThat(second.path("job").path("name").asText()).isEqualTo("a/b");
  }

  @Test
  void theKeyOfTheServerIsSentAndSecretsInPathsAreNot() throws Exception {
    done(lineage(receiver.url(), Map.of("OPENLINEAGE_API_KEY", "key-1")));

    assertThat(receiver.requests())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.authorization()).isEqualTo("Bearer key-1");
              assertThat(request.json().toString()).doesNotContain("topsecret", "key-1");
            });
  }

  @Test
  void credentialsInTheUrlAreSentUnlessThereIsAKey() throws Exception {
    String url = receiver.url().replace("//", "//me:p%40w@");
    done(lineage(url, Map.of()));
    done(lineage(url, Map.of("OPENLINEAGE_API_KEY", "key-1")));

    assertThat(receiver.requests())
        .extracting(Receiver.Request::authorization)
        .containsExactly("Basic bWU6cEB3", "Basic bWU6cEB3", "Bearer key-1", "Bearer key-1");
  }

  @Test
  void withoutAUrlNothingIsSent() throws Exception {
    assertThat(done(lineage("", Map.of()))).isEqualTo("result");
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void aDeadServerCostsOneWarning() throws Exception {
    receiver.close();

    long start = System.nanoTime();
    assertThat(done(lineage(receiver.url().replace("//", "//me:topsecret@"), Map.of())))
        .isEqualTo("result");

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("OpenLineage server http://***@127.0.0.1:")
        .doesNotContain("topsecret");
  }

  @Test
  void aServerThatRefusesCostsOneWarning() throws Exception {
    receiver.fail(500);
    receiver.answer(EVENTS, "<html>\n<body>a page for browsers</body>\n</html>");

    done(lineage(receiver.url(), Map.of()));

    assertThat(receiver.requests()).hasSize(1);
    assertThat(log.lines()).singleElement().asString().endsWith(": HTTP status 500");
  }

  @Test
  void aServerThatDoesNotAnswerDelaysTheRunByAFewSeconds() throws Exception {
    receiver.delay(30_000);

    long start = System.nanoTime();
    done(lineage(receiver.url(), Map.of()));

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    assertThat(log.lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "url, localhost:5000, an http or https URL",
    "url, ftp://host, an http or https URL",
    "parent, airflow, NAMESPACE/JOB/RUN",
    "parent, airflow/job/run-1, UUID",
  })
  void invalidSettingsAreRefused(String key, String value, String expected) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> lineage("http://host", Map.of(), key, value))
        .withMessageContaining("lineage.openlineage." + key)
        .withMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/data/videos, file, /data/videos",
    "file:/data/videos, file, /data/videos",
    "file:///data/videos, file, /data/videos",
    "hdfs://nn:8020/a/b, hdfs://nn:8020, /a/b",
    "s3a://bucket/a/b, s3://bucket, a/b",
    "s3a://bucket, s3://bucket, /",
    "gs://bucket/a, gs://bucket, a",
    "abfss://box@account.dfs.core.windows.net/a, abfss://box@account.dfs.core.windows.net, a",
    "s3a://key:secret@bucket/a*, s3://***@bucket, a*",
  })
  void dataSetsAreNamedAfterTheConventionsOfOpenLineage(
      String path, String namespace, String name) {
    assertThat(LineageDataset.of(path)).isEqualTo(new LineageEvent.Named(namespace, name));
  }
}
