package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.score.TinyVideos;

/** The script {@code saliency}, as a user calls it, with the job jar of this build. */
class LauncherIT {

  private static final Path LAUNCHER = Path.of("..", "saliency").toAbsolutePath().normalize();

  /** Of the six frames that a benchmark makes: frames, maps and fixations. */
  private static final int MADE_PNGS = 18;

  private static final Size SMALL = new Size(64, 36);

  /** JVM options for processes that run for seconds. */
  private static final Map<String, String> QUICK_START =
      Map.of("SALIENCY_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

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
    process.environment().putAll(QUICK_START);
    process.environment().putAll(environment);
    int exitCode = process.start().waitFor();
    return new Outcome(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** Makes {@code m.pt} and a data set {@code v} with one video of this name. */
  private void makeModelAndVideo(String name, int frames) throws IOException {
    Model.create("deeplab-resnet18", SMALL, 1).write(folder.resolve("m.pt"));
    new TinyVideos(folder.resolve("v"), 1).add(name, frames, SMALL);
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
    builder
        .environment()
        .put(
            "SALIENCY_JAVA_OPTIONS",
            QUICK_START.get("SALIENCY_JAVA_OPTIONS") + " -Djava.io.tmpdir=" + temporary);
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
      assertThat(Files.readAllLines(folder.resolve("log.txt")))
          .filteredOn(line -> line.startsWith("saliency: "))
          .singleElement()
          .asString()
          .startsWith("saliency: stopped by a signal")
          .endsWith(": rerun the same command to start it again");
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
  void sparksClassesComeFromTheArchiveOfTheBuild() throws Exception {
    makeModelAndVideo("a", 1);
    Path loaded = folder.resolve("loaded.txt");

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of("SALIENCY_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded),
            "score",
            "--input=v",
            "--model=m.pt",
            "--output=out");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (Stream<String> lines = Files.lines(loaded)) {
      assertThat(lines.filter(line -> line.contains(" org.apache.spark.")))
          .filteredOn(line -> line.contains("shared objects file"))
          .hasSizeGreaterThan(1000);
    }
  }

  @Test
  void aDamagedClassArchiveIsNotRead() throws Exception {
    Path damaged = folder.resolve("damaged.jsa");
    Files.copy(Path.of("target", "spark.jsa"), damaged);
    assertThat(damaged.toFile().setWritable(true)).isTrue();
    try (FileChannel file = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(3 << 20), 50 << 20);
    }

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of("SALIENCY_JAVA_OPTIONS", "-XX:SharedArchiveFile=" + damaged),
            "--help");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("Usage: saliency ");
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
        .contains("heap of 64 MB is full", "SALIENCY_JAVA_OPTIONS=-Xmx2g");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void aPyTorchThatCannotBeLoadedEndsWith5BeforeAnythingIsWritten() throws Exception {
    makeModelAndVideo("a", 1);
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
            "--input=v",
            "--model=m.pt",
            "--output=scored");

    assertThat(outcome.err().lines().toList())
        .last()
        .asString()
        .startsWith("saliency: cannot load PyTorch's native library")
        .contains("libtorch.so");
    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(folder.resolve("scored")).doesNotExist();
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void sparkOptionsMayStandAnywhere() throws Exception {
    makeModelAndVideo("a", 3);

    String[] score = {"score", "--master", "local[1]", "--input", "v", "--model", "m.pt"};
    Outcome outcome = run(LAUNCHER, with(score, "--output", "scored", "--dry-run"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("\"frames\" : 3");

    Outcome broken =
        run(
            LAUNCHER,
            with(score, "--output", "scored", "--conf", "spark.hadoop.fs.file.impl=none.Such"));
    assertThat(broken.exitCode()).isNotZero();
    assertThat(broken.err()).contains("none.Such");
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.20", "25.0.3"})
  void anUnsupportedJavaIsReportedInOneLine(String version) throws Exception {
    Path jdk = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Outcome outcome = run(LAUNCHER, Map.of("JAVA_HOME", jdk.toString()), "model", "info", "m.pt");

    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("Java " + version.substring(0, 2), jdk.toString(), "JDK 17 or 21");
    assertThat(outcome.exitCode()).isEqualTo(2);
  }

  @Test
  void namesInAnyAlphabetAreReadInThePosixLocale() throws Exception {
    makeModelAndVideo("video001", 1);
    int moved =
        new ProcessBuilder(
                "bash", "-c", "mv v/video001 v/$'\\xd0\\xba\\xd0\\xb8\\xd0\\xbd\\xd0\\xbe'")
            .directory(folder.toFile())
            .start()
            .waitFor();
    assertThat(moved).isZero();

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of("LC_ALL", "C", "LANG", ""),
            "score",
            "--input=v",
            "--model=m.pt",
            "--output=scored",
            "--formats=png");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Process listed =
        new ProcessBuilder("bash", "-c", "ls scored/maps | od -An -tx1")
            .directory(folder.toFile())
            .start();
    assertThat(new String(listed.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("d0 ba d0 b8 d0 bd d0 be");
  }

  @Test
  void aSparkThatCannotStartIsReportedInOneLine() throws Exception {
    makeModelAndVideo("a", 1);

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of("SALIENCY_JAVA_OPTIONS", "-Xmx256m"),
            "score",
            "--input=v",
            "--model=m.pt",
            "--output=scored");

    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("Spark does not start", "System memory 268435456", "SALIENCY_JAVA_OPTIONS");
    assertThat(outcome.exitCode()).isEqualTo(2);

    Outcome noClass =
        run(
            LAUNCHER,
            "score",
            "--input=v",
            "--model=m.pt",
            "--output=scored",
            "--conf",
            "spark.extraListeners=none.Such");
    assertThat(noClass.err().lines())
        .singleElement()
        .asString()
        .contains("Spark does not start", "no class none.Such");
    assertThat(noClass.exitCode()).isEqualTo(2);
  }

  @Test
  void driverOptionsOfTheUsersSparkAreKept() throws Exception {
    Path spark = Files.createDirectories(folder.resolve("spark/bin"));
    Path submit = spark.resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\necho \"$SPARK_SUBMIT_OPTS|$*\"\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();

    Outcome outcome =
        run(
            LAUNCHER,
            Map.of(
                "SPARK_HOME",
                spark.getParent().toString(),
                "SPARK_SUBMIT_OPTS",
                "-Dhttp.proxyHost=proxy"),
            "score");

    assertThat(outcome.out())
        .startsWith("-Dhttp.proxyHost=proxy -Dsaliency.terminal=false|")
        .doesNotContain("extraJavaOptions");
  }

  @Test
  void aRunThatIsStoppedSaysSoInOneLineAndIsCompletedByTheNext() throws Exception {
    makeModelAndVideo("a", 400);
    List<String> command =
        List.of(
            LAUNCHER.toString(),
            "score",
            "--input=v",
            "--model=m.pt",
            "--output=scored",
            "--formats=png",
            "--set=score.segment-frames=2");
    Path log = folder.resolve("stopped.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(QUICK_START);
    Process score = builder.start();
    try {
      Path records = folder.resolve("scored/_saliency/segments");
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while ((!Files.exists(records) || holds(records, "*.json") < 3) && System.nanoTime() < end) {
        Thread.sleep(50);
      }

      score.destroy();

      assertThat(score.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(Files.readAllLines(log))
          .filteredOn(line -> !line.startsWith("score: "))
          .singleElement()
          .asString()
          .matches(
              "saliency: stopped by a signal at 'score: \\d+ of 400 frames': published results are"
                  + " kept, rerun the same command to continue");
      assertThat(folder.resolve("scored/manifest.json")).doesNotExist();
    } finally {
      score.destroyForcibly();
    }
    Outcome again = run(LAUNCHER, command.subList(1, command.size()).toArray(String[]::new));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("waiting");
    assertThat(holds(folder.resolve("scored/maps"), "*.png")).isEqualTo(400);
  }
}
