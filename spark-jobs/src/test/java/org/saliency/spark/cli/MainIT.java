package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;

/** What a user types and what they get: exit codes, and one line for each fault. */
class MainIT {

  @TempDir Path folder;

  /** What a command printed, and how it ended. */
  private record Outcome(int exitCode, String out, String err) {}

  @BeforeAll
  static void configureSparkFromOutside() {
    // As spark-submit hands it on; the code itself sets no master.
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
  }

  private static Outcome run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Main.run(arguments);
      return new Outcome(
          exitCode,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static void assertOneLine(Outcome outcome, int exitCode, String part) {
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .startsWith("saliency: ")
        .contains(part);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing command",
    "scoer, scoer",
    "score, --input",
    "score --inptu a --output o, Unknown option: '--inptu': did you mean --input?",
    "model create --netwrok=x --output m.pt, Unknown option: '--netwrok': did you mean --network?",
    "score --input x --output o extra, Unmatched argument: 'extra'; see",
    "help, Unmatched argument: 'help'; see",
    "score --input x --model m --output o --colour red, --colour",
    "model create --network deeplab-resnet9 --output x.pt, deeplab-resnet50",
    "model create --network deeplab-resnet18 --seed one --output x.pt, model.seed",
    "dataset synthesize --output x --size big, synthesize.size",
    "benchmark --stages speed, benchmark.stages",
    "benchmark --stages model --input hdfs://nn/x, hdfs://nn/x is not on the local disk",
    "demo --output hdfs://nn/x, hdfs:/nn/x is not on the local disk",
    "dataset synthesize --output x --set synthesize.vidoes=3, synthesize.videos",
    "dataset synthesize --output x --set nonsense, KEY=VALUE",
    "dataset synthesize --output x --config missing.conf, missing.conf",
  })
  void wrongUsageEndsWith2(String command, String part) {
    String[] arguments = command.isEmpty() ? new String[0] : command.split(" ");
    assertOneLine(run(arguments), 2, part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --output x",
        "score --input x --output y",
        "evaluate --predictions x --ground-truth x --output y",
        "leaderboard --results a=x --output y",
        "report --scores x --output y.html",
        "status x",
        "train --data x --output y",
        "benchmark",
        "dataset inspect x",
        "dataset synthesize --output x",
        "model create --network deeplab-resnet18 --output x.pt",
        "model import --weights x --network deeplab-resnet18 --output y.pt",
        "model export --to safetensors x.pt y",
        "model calibrate --model x.pt --data x --output y.pt",
        "model quantize --model x.pt --data x --output y.pt",
        "model declare-test x.pt --videos x",
        "model info x.pt"
      })
  void everyCommandRejectsUnknownSettings(String command) {
    assertOneLine(run((command + " --set score.batchsize=1").split(" ")), 2, "score.batchsize");
    assertOneLine(run((command + " --config missing.conf").split(" ")), 2, "missing.conf");
  }

  @Test
  void inputsAndFilesOfOtherKindsAreNotReplaced() throws IOException {
    Path model = folder.resolve("kept.pt");
    Model untrained = Model.create("deeplab-resnet18", new Size(32, 18), 1);
    untrained.trained(untrained.weights(), Map.of("cc", 0.5), Map.of()).write(model);
    String file = model.toString();
    byte[] before = Files.readAllBytes(model);

    assertOneLine(
        run("model", "info", file, "--result", file), 6, "is not the result of a command");
    assertOneLine(run("model", "export", "--to", "torchscript", file, file), 6, "is the input");
    assertOneLine(
        run("model", "create", "--network", "deeplab-resnet18", "--output", file),
        6,
        "is a trained model");
    Path text = Files.writeString(folder.resolve("notes.txt"), "notes");
    assertOneLine(
        run("model", "export", "--to", "safetensors", file, text.toString()),
        6,
        "is not a safetensors file");

    assertThat(model).hasBinaryContent(before);
    assertThat(text).hasContent("notes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "score",
        "evaluate",
        "leaderboard",
        "report",
        "status",
        "train",
        "benchmark",
        "dataset",
        "dataset synthesize",
        "model",
        "model create",
        "model import",
        "model export",
        "model calibrate",
        "model quantize",
        "model declare-test",
        "model info"
      })
  void helpIsPrintedForEveryCommandWithAllTextsFilledIn(String command) {
    Outcome outcome = run((command + " --help").strip().split(" "));

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(("Usage: saliency " + command).strip())
        .doesNotContain("bundle:", "${");
  }

  @Test
  void helpNamesEveryLayoutAndTheDefaultsOfTheReferenceFile() {
    for (String command :
        List.of("score", "evaluate", "train", "model calibrate", "model quantize")) {
      String help = run((command + " --help").split(" ")).out().replaceAll("\\s+", " ");
      assertThat(help)
          .contains(
              "auto, videos, frames, msu-savam, msu-challenge, crowdsal, dhf1k, ucf-sports,"
                  + " hollywood2, salicon, mit1003, cat2000 (default: auto)");
    }
    assertThat(run("score", "--help").out().replaceAll("\\s+", " "))
        .contains("png, png16, density16, parquet, mp4, overlay (default: png,parquet)");
    assertThat(run("train", "--help").out()).contains("Epochs (default: 10)");
  }

  @Test
  void aFileThatIsNotAModelEndsWith3() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "not a model");

    assertOneLine(run("model", "info", text.toString()), 3, text.toString());
    assertOneLine(run("model", "info", folder + "/missing.pt"), 3, "missing.pt");
    assertOneLine(
        run("score", "--input", folder.toString(), "--model", text.toString(), "--output", "o"),
        3,
        text.toString());
  }

  @Test
  void inputWithoutVideosEndsWith3() throws IOException {
    Path model = folder.resolve("m.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(model);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path output = folder.resolve("out");

    for (String input : List.of(empty.toString(), folder + "/missing")) {
      assertOneLine(
          run(
              "score",
              "--input",
              input,
              "--model",
              model.toString(),
              "--output",
              output.toString()),
          3,
          input);
    }
    assertThat(output).doesNotExist();
  }

  @Test
  void aMissingGpuEndsWith5() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount() == 0, "this machine has a GPU");
    Path model = folder.resolve("m.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(model);
    Path videos = folder.resolve("videos");
    run("dataset", "synthesize", "--output", videos.toString(), "--videos", "1", "--frames", "1");

    Outcome outcome =
        run(
            "score",
            "--input",
            videos.toString(),
            "--model",
            model.toString(),
            "--output",
            folder.resolve("out").toString(),
            "--device",
            "gpu");

    assertOneLine(outcome, 5, "'gpu' is not available");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void modelInfoReportsParametersAndMultiplyAdds() {
    Path model = folder.resolve("m.pt");
    Outcome created =
        run("model", "create", "--network", "deeplab-resnet50", "--output", model.toString());
    assertThat(created.exitCode()).isZero();

    assertThat(run("model", "info", model.toString(), "--json").out())
        .contains("\"parameters\":39430945")
        .contains("\"multiply_adds\":52157038592")
        .contains("\"input_size\":\"384x216\"");
    assertThat(run("model", "info", model.toString()).out())
        .contains("Conv2d: encoder.layer4.2.conv3")
        .contains("2048x27x48")
        .contains("39,430,945");
  }

  @Test
  void onlyJsonIsPrintedOnRequest() throws IOException {
    Path model = folder.resolve("m.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(model);
    Path videos = folder.resolve("videos");
    run("dataset", "synthesize", "--output", videos.toString(), "--videos", "1", "--frames", "2");

    Outcome outcome =
        run(
            "score",
            "--input",
            videos.toString(),
            "--ground-truth",
            videos.toString(),
            "--model",
            model.toString(),
            "--output",
            folder.resolve("out").toString(),
            "--json");

    assertThat(outcome.exitCode()).isZero();
    assertThat(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(outcome.out())
                .at("/manifest/counts/done")
                .asInt())
        .isEqualTo(2);
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void exitCodeAndResultsOrErrorAreWrittenForSchedulers() throws IOException {
    Path file = folder.resolve("results/run.json");
    Path model = folder.resolve("m.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(model);

    assertThat(run("score", "--input", "x", "--result=" + file).exitCode()).isEqualTo(2);
    assertThat(json(file).at("/exit_code").asInt()).isEqualTo(2);
    assertThat(json(file).at("/command").asText()).isEqualTo("score");
    assertThat(json(file).at("/error/kind").asText()).isEqualTo("usage");
    assertThat(json(file).at("/error/message").asText()).contains("--output");

    run("score", "--input=x", "--model=" + folder + "/none.pt", "--output=o", "--result=" + file);
    assertThat(json(file).at("/exit_code").asInt()).isEqualTo(3);
    assertThat(json(file).at("/error/kind").asText()).isEqualTo("input");

    run("model", "info", "--result", file.toUri().toString(), model.toString());
    assertThat(json(file).at("/exit_code").asInt()).isZero();
    assertThat(json(file).has("error")).isFalse();
    assertThat(json(file).at("/results/input_size").asText()).isEqualTo("64x36");
  }

  @Test
  void aResultFileThatCannotBeWrittenIsRejectedBeforeTheRun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    String[] synthesize = {"dataset", "synthesize", "--output", folder + "/made", "--result"};

    assertOneLine(run(with(synthesize, file + "/run.json")), 3, file + "/run.json");
    assertOneLine(run(with(synthesize, folder.toString())), 2, "is a folder");
    assertOneLine(run(with(synthesize, "s3a://")), 2, "Invalid path 's3a:/");

    assertThat(folder.resolve("made")).doesNotExist();
    assertThat(file).hasContent("not a folder");
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void modelsAndSettingsAreNamedByUris() throws IOException {
    Path model = folder.resolve("a model.pt");
    Model.create("deeplab-resnet18", new Size(64, 36), 1).write(model);
    Path settings = Files.writeString(folder.resolve("own.conf"), "synthesize.frames = 0");

    Outcome info = run("model", "info", "--json", "file://" + folder + "/a model.pt");
    assertThat(info.exitCode()).isZero();
    assertThat(info.out()).contains("64x36");
    assertOneLine(run("model", "info", "file:" + folder + "/none.pt"), 3, folder + "/none.pt");
    assertOneLine(run("model", "info", "nofs://host/m.pt"), 3, "No FileSystem for scheme");
    assertOneLine(
        run("dataset", "synthesize", "--output=x", "--config", settings.toUri().toString()),
        2,
        "synthesize.frames");
    assertOneLine(
        run("dataset", "synthesize", "--output=x", "--config=nofs://host/a.conf"),
        2,
        "nofs://host/a.conf");
  }

  @Test
  void errorsAreOneLineOfJsonAsWell() {
    Outcome usage = run("score", "--json");
    assertThat(usage.exitCode()).isEqualTo(2);
    assertThat(usage.out().lines().toList())
        .singleElement()
        .asString()
        .startsWith("{\"error\":{")
        .contains("\"kind\":\"usage\"", "--input");

    Outcome input = run("model", "info", folder + "/missing.pt", "--json");
    assertThat(input.exitCode()).isEqualTo(3);
    assertThat(input.out().lines().toList())
        .singleElement()
        .asString()
        .contains("\"kind\":\"input\"", "missing.pt");
    assertThat(input.err().lines()).singleElement().asString().startsWith("saliency: ");
  }
}
