package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.model.ReadyModel;

class ReadyModelIT {

  @TempDir private Path folder;

  @BeforeAll
  static void configureSparkFromOutside() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
  }

  @Test
  void scoresAVideoWithoutModelAndRecordsNameAndHash() throws Exception {
    Path videos = folder.resolve("videos");
    Path output = folder.resolve("out");
    run("dataset", "synthesize", "--output", videos, "--videos", "1", "--frames", "3");
    assertThat(run("score", "--input", videos, "--output", output, "--set", "score.map-size=model"))
        .isZero();
    assertThat(output.resolve("maps/video001/0003.png")).exists();
    JsonNode model =
        new ObjectMapper().readTree(Files.readString(output.resolve("manifest.json"))).get("model");
    assertThat(model.get("path").asText()).isEqualTo("ready-model");
    assertThat(model.get("hash").asText()).isEqualTo(ReadyModel.read().description().hash());
  }

  @Test
  void isAModelFileForOtherCommands() throws Exception {
    Path copy = folder.resolve("copy.pt");
    assertThat(run("model", "info", "ready-model")).isZero();
    assertThat(run("model", "export", "--to", "torchscript", "ready-model", copy)).isZero();
    assertThat(run("model", "info", copy)).isZero();
    Path weights = folder.resolve("weights.pth");
    assertThat(run("model", "export", "--to", "state-dict", "ready-model", weights)).isZero();
    assertThat(
            run(
                "model",
                "import",
                "--weights",
                weights,
                "--onto",
                "ready-model",
                "--output",
                folder.resolve("onto.pt")))
        .isZero();
  }

  private static int run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return Main.run(texts);
  }
}
