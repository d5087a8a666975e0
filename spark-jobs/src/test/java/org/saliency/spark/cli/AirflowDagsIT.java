package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.spark.cluster.AirflowEnvironment;

/** The DAGs in {@code conf/airflow}, loaded by Airflow. Skipped unless Airflow is installed. */
class AirflowDagsIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path folder;
  private static JsonNode dags;

  @BeforeAll
  static void load() throws Exception {
    AirflowEnvironment airflow = AirflowEnvironment.find(folder.resolve("home"));
    String output =
        airflow
            .run(
                "python",
                Path.of("src/test/python/check_dags.py").toAbsolutePath().toString(),
                AirflowEnvironment.DAGS.toString(),
                folder.resolve("work").toString())
            .requireSuccess();
    dags = new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"saliency_scoring")));
  }

  @Test
  void commandsAndOptionsExist() {
    List<String> commands = new ArrayList<>();
    for (JsonNode dag : dags) {
      for (JsonNode variant : dag.get("commands")) {
        for (JsonNode command : variant) {
          List<String> words = new ArrayList<>();
          command.forEach(word -> words.add(word.asText()));
          if (!words.isEmpty()) {
            commands.add("saliency-spark.jar " + String.join(" ", words));
          }
        }
      }
    }
    assertThat(commands).hasSizeGreaterThan(15);
    MarkdownPage page = MarkdownPage.parse("```\n" + String.join("\n", commands) + "\n```\n");
    assertThat(new PageCheck(ROOT).commands(page)).isEmpty();
  }

  @Test
  void withoutGroundTruthAndWithoutACurrentModelTasksAreSkipped() {
    JsonNode scoring = dags.at("/saliency_scoring/commands/0");
    assertThat(scoring.get("evaluate").isNull()).isTrue();
    assertThat(scoring.get("leaderboard").isNull()).isTrue();
    assertThat(scoring.get("report").isNull()).isTrue();
    assertThat(dags.at("/saliency_scoring/commands/1/report").isNull()).isFalse();
    assertThat(dags.at("/saliency_training/commands/0/score_current").isNull()).isFalse();
    assertThat(dags.at("/saliency_training/commands/1/score_current").isNull()).isTrue();
  }

  @Test
  void everyParameterIsDocumentedAndEveryTaskHasTimeoutRetriesAndPool() {
    for (JsonNode dag : dags) {
      assertThat(dag.get("catchup").asBoolean(true)).isFalse();
      assertThat(dag.get("params"))
          .allSatisfy(description -> assertThat(description.asText()).endsWith("."));
      for (JsonNode task : dag.get("tasks")) {
        assertThat(task.get("seconds").asDouble()).isPositive();
        assertThat(task.get("retries").asInt()).isPositive();
        assertThat(task.get("pool").asText()).isEqualTo("saliency");
      }
    }
  }
}
