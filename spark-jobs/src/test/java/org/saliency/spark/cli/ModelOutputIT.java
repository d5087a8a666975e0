package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.checkpoint.Safetensors;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.score.TinyVideos;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.torchscript.StateDict;

/** Files that commands on models replace, and files that they leave alone. */
class ModelOutputIT {

  private static final Size SIZE = new Size(64, 36);
  private static final String OUTPUT = "OUTPUT";

  @TempDir static Path shared;

  @TempDir Path folder;

  private static Model untrained;

  @BeforeAll
  static void makeModelsAndVideos() throws IOException {
    untrained = Model.create("deeplab-efficientnet-lite0", SIZE, 1);
    untrained.write(shared.resolve("m.pt"));
    trained().write(shared.resolve("trained.pt"));
    Model.create("deeplab-resnet18", SIZE, 1).write(shared.resolve("resnet.pt"));
    untrained.writeSafetensors(shared.resolve("weights.safetensors"));
    Files.writeString(shared.resolve("tests.txt"), "x\n");
    new TinyVideos(shared.resolve("videos"), 5).add("a", 2, SIZE).add("b", 2, SIZE);
  }

  private static Model trained() {
    return untrained.trained(untrained.weights(), Map.of("cc", 0.5), Map.of());
  }

  /** The commands that write one file, with {@value #OUTPUT} for it. */
  static List<String> commands() {
    return List.of(
        "create --network deeplab-efficientnet-lite0 --input-size 64x36 --output OUTPUT",
        "import --weights SHARED/weights.safetensors --output OUTPUT",
        "export --to torchscript SHARED/m.pt OUTPUT",
        "export --to safetensors SHARED/m.pt OUTPUT",
        "export --to state-dict SHARED/m.pt OUTPUT",
        "calibrate --model SHARED/m.pt --data SHARED/videos --device cpu --output OUTPUT",
        "declare-test SHARED/m.pt --videos SHARED/tests.txt --output OUTPUT");
  }

  private record Printed(int exitCode, String out, String err) {}

  private static Printed run(String command, Path output) {
    List<String> arguments = new ArrayList<>(List.of("model"));
    for (String word : command.split(" ")) {
      arguments.add(
          word.equals(OUTPUT) ? output.toString() : word.replace("SHARED", shared.toString()));
    }
    PrintStream standardOut = System.out;
    PrintStream standardError = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Main.run(arguments.toArray(String[]::new));
      return new Printed(
          exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standardOut);
      System.setErr(standardError);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFileOfItsOwnIsReplacedAndTheResultSaysSo(String command) {
    Path output = folder.resolve("out");

    Printed first = run(command, output);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains(output.toString()).doesNotContain("replaced");
    assertThat(run(command, output).out()).contains(output + " (replaced)");
    assertThat(run(command + " --json", output).out()).contains("\"replaced\":true");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFileOfAnotherProgramIsKept(String command) throws IOException {
    Path output = folder.resolve("out");
    boolean isSafetensors = command.contains("safetensors SHARED");
    if (isSafetensors) {
      Safetensors.write(output, untrained.weights().tensors());
    } else if (command.contains("state-dict")) {
      StateDict.write(output, untrained.weights(), Map.of());
    } else {
      ArchiveWriter.write(output, untrained.network(), untrained.weights(), Map.of());
    }
    assertKept(command, output, "was not written by 'saliency'");

    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(output))) {
      zip.putNextEntry(new ZipEntry("report.docx"));
      zip.write(1);
    }
    assertKept(command, output, output.toString());
    Files.writeString(output, "notes");
    assertKept(command, output, "exists and is not");
  }

  private static void assertKept(String command, Path output, String message) throws IOException {
    byte[] before = Files.readAllBytes(output);
    Printed printed = run(command, output);
    assertThat(printed.exitCode()).isEqualTo(6);
    assertThat(printed.err().lines())
        .singleElement()
        .asString()
        .contains(message, output.toString(), "choose another name, or remove it");
    assertThat(output).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create --network deeplab-efficientnet-lite0 --output OUTPUT",
        "import --weights SHARED/weights.safetensors --output OUTPUT",
        "export --to torchscript SHARED/m.pt OUTPUT",
        "calibrate --model SHARED/m.pt --data SHARED/videos --output OUTPUT",
        "quantize --model SHARED/resnet.pt --data SHARED/videos --output OUTPUT",
        "declare-test SHARED/m.pt --videos SHARED/tests.txt --output OUTPUT",
      })
  void aTrainedModelIsNotReplacedByOneThatIsNotTrained(String command) throws IOException {
    Path output = folder.resolve("trained.pt");
    trained().write(output);

    assertKept(command, output, "is a trained model");
  }

  @Test
  void aTrainedModelIsReplacedByAnother() {
    Path output = folder.resolve("copy.pt");
    String command = "export --to torchscript SHARED/trained.pt OUTPUT";

    assertThat(run(command, output).exitCode()).isZero();
    assertThat(run(command, output).out()).isEqualTo(output + " (replaced)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dataset inspect s3a://bucket/videos",
        "dataset inspect hdfs://host/videos --sheet s.png",
        "train --data s3a://bucket/videos:2 --output run",
        "model calibrate --model m.pt --data s3a://bucket/videos --output c.pt",
        "model quantize --model m.pt --data s3a://bucket/videos --output q.pt",
      })
  void dataOnOtherFileSystemsIsRefusedWithTheFix(String command) {
    assertRefused(command, "is not on the local disk, from which this command reads: copy it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --data videos --output s3a://bucket/run",
        "model create --network deeplab-resnet18 --output s3a://bucket/m.pt",
        "model export --to python m.pt s3a://bucket/m",
      })
  void outputsOnOtherFileSystemsAreRefusedWithTheFix(String command) {
    assertRefused(command, "is not on the local disk, to which this command writes");
  }

  private static void assertRefused(String command, String message) {
    PrintStream standardError = System.err;
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(command.split(" "))).isEqualTo(2);
    } finally {
      System.setErr(standardError);
    }
    assertThat(error.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(message, "hadoop fs");
  }
}
