package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code saliency}, as a user calls it, with the job jar of this build. */
class LauncherIT {

  private static final Path LAUNCHER = Path.of("..", "saliency").toAbsolutePath().normalize();

  /** Of the six frames that a benchmark makes: frames, maps and fixations. */
  private static final int MADE_PNGS = 18;

  @TempDir Path folder;

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome run(Path launcher, String... arguments) throws IOException, InterruptedException {
    return run(launcher, Map.of(), arguments);
  }

  private Outcome run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().remove("SPARK_HOME");
    process.environment().putAll(environment);
    int exitCode = process.start().waitFor();
    return new Outcome(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void worksFromAnyFolderAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), LAUNCHER);

    Outcome made =
        run(link, "model", "create", "--network", "deeplab-resnet18", "--output", "m.pt");

    assertThat(made.err()).isEmpty();
    assertThat(made.out()).isEqualTo("m.pt\n");
    assertThat(folder.resolve("m.pt")).exists();
    assertThat(made.exitCode()).isZero();
  }

  @Test
  void aBenchmarkThatIsToldToEndLeavesNothingBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(
                LAUNCHER.toString(),
                "benchmark",
                "--stages=whole",
                "--set=benchmark.network=deeplab-resnet18",
                "--set=model.input-size=64x36",
                "--set=benchmark.frame-size=64x36",
                "--set=benchmark.frames=40000")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SALIENCY_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Process benchmark = builder.start();
    try {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (holds(temporary, "*.png") <= MADE_PNGS && System.nanoTime() < end) {
        Thread.sleep(100);
      }
      assertThat(holds(temporary, "*.png")).as("maps are written").isGreaterThan(MADE_PNGS);

      benchmark.destroy();

      assertThat(benchmark.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(holds(temporary, "saliency-benchmark*")).isZero();
    } finally {
      benchmark.destroyForcibly();
    }
  }

  /** Files of a kind that are in a folder now, at any depth, while others come and go. */
  private static long holds(Path folder, String glob) throws IOException {
    PathMatcher kind = folder.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> kind.matches(file.getFileName())).count();
    } catch (UncheckedIOException e) {
      return holds(folder, glob);
    }
  }

  @Test
  void passesExitCodesAndOneLineFaultsOn() throws Exception {
    Outcome outcome = run(LAUNCHER, "model", "info", "missing file.pt");

    assertThat(outcome.err().lines()).singleElement().asString().contains("missing file.pt");
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void aHeapThatIsTooSmallIsToldInOneLine() throws Exception {
    Outcome outcome =
        run(
            LAUNCHER,
            Map.of("SALIENCY_JAVA_OPTIONS", "-Xmx64m"),
            "model",
            "create",
            "--network=deeplab-resnet50",
            "--output=m.pt");

    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("memory of 64 MB is full", "SALIENCY_JAVA_OPTIONS=-Xmx2g");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void aPyTorchThatCannotBeLoadedEndsWith5BeforeAnythingIsWritten() throws Exception {
    run(LAUNCHER, "dataset", "synthesize", "--output", "videos", "--videos", "1");
    run(LAUNCHER, "model", "create", "--network", "deeplab-resnet18", "--output", "m.pt");
    Path library = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(library.resolve("libtorch.so"), "no library");

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of(
                "PYTORCH_LIBRARY_PATH", library.toString(),
                "PYTORCH_VERSION", "2.7.1",
                "PYTORCH_FLAVOR", "cpu"),
            "score",
            "--input",
            "videos",
            "--model",
            "m.pt",
            "--output",
            "scored");

    assertThat(outcome.err().lines().toList())
        .last()
        .asString()
        .startsWith("saliency: cannot load PyTorch's native library")
        .contains("libtorch.so");
    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(folder.resolve("scored")).doesNotExist();
  }

  @Test
  void sparkOptionsMayStandAnywhere() throws Exception {
    assertThat(
            run(LAUNCHER, "dataset", "synthesize", "--output", "videos", "--videos", "1")
                .exitCode())
        .isZero();
    run(LAUNCHER, "model", "create", "--network", "deeplab-resnet18", "--output", "m.pt");

    Outcome outcome =
        run(
            LAUNCHER,
            "score",
            "--master",
            "local[1]",
            "--input",
            "videos",
            "--model",
            "m.pt",
            "--output",
            "scored",
            "--dry-run",
            "--conf",
            "spark.app.id=from-outside");

    assertThat(outcome.exitCode()).isZero();
    // One core, three tasks a core.
    assertThat(outcome.out().split("\"segments\" : \\[")).hasSize(4);
  }
}
