package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.pytorch.PyTorch;
import org.saliency.spark.score.TinyVideos;
import org.saliency.torchscript.ArchiveWriter;

/** The command {@code model quantize}, and errors with their exit codes. */
class ModelQuantizeIT {

  private static final Size SIZE = new Size(64, 36);

  @TempDir static Path shared;
  private static Path model;
  private static Path videos;

  @TempDir Path folder;

  @BeforeAll
  static void makeModelAndVideos() throws IOException {
    assumeTrue(hasInt8(), "the CPU has no int8 instructions");
    model = shared.resolve("m.pt");
    Model.create("deeplab-resnet18", SIZE, 11).write(model);
    videos =
        new TinyVideos(shared.resolve("videos"), 5).add("a", 9, SIZE).add("b", 5, SIZE).folder();
  }

  private Path output() {
    return folder.resolve("q.pt");
  }

  private String[] arguments(Path from, Path data, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("model", "quantize", "--model", from.toString(), "--data", data.toString()));
    all.addAll(List.of("--output", output().toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String refused(int exitCode, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream standard = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).isEqualTo(exitCode);
    } finally {
      System.setErr(standard);
    }
    assertThat(output()).doesNotExist();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String printed(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).isZero();
    } finally {
      System.setOut(standard);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean hasInt8() {
    try {
      PyTorch.requireInt8();
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  @Test
  void theCostIsPrintedAndStoredAndAQuantisedModelIsNotQuantisedAgain() {
    assertThat(printed(arguments(model, videos, "--frames", "8", "--seed", "3")))
        .contains("calibration", "validation", "fp32", "int8", "8 frames of", "SIM", "KLD");

    assertThat(printed("model", "info", output().toString()))
        .contains("quantised for int8", "validation", "CC", "seed 3");
    assertThat(printed("model", "info", output().toString(), "--json"))
        .contains("\"quantisation\"", "\"ranges\"", "\"costs\"", "\"before\"", "\"after\"");
    assertThat(
            Main.run(
                "model",
                "quantize",
                "--model",
                output().toString(),
                "--data",
                videos.toString(),
                "--output",
                folder.resolve("again.pt").toString()))
        .isEqualTo(3);
    assertThat(folder.resolve("again.pt")).doesNotExist();
  }

  @Test
  void refusesAnExternalModel() throws IOException {
    Path external = folder.resolve("external.pt");
    Model own = Model.read(model);
    ArchiveWriter.write(external, own.network(), own.weights(), Map.of());

    assertThat(refused(3, arguments(external, videos)))
        .contains(external.toString(), "external TorchScript model");
  }

  @Test
  void refusesTooFewFrames() {
    Path one = new TinyVideos(folder.resolve("one"), 5).add("a", 1, SIZE).folder();

    assertThat(refused(3, arguments(model, one))).contains(one.toString(), "has 1 frame");
    assertThat(refused(2, arguments(model, videos, "--frames", "1")))
        .contains("quantize.frames", "from 8");
  }

  @Test
  void refusesToReplaceTheModel() {
    assertThat(
            Main.run(
                "model",
                "quantize",
                "--model",
                model.toString(),
                "--data",
                videos.toString(),
                "--output",
                model.toString()))
        .isEqualTo(6);
  }
}
