package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.cli.Main;
import org.saliency.spark.results.ExecutorUse;
import org.saliency.spark.score.TinyVideos;

/** Rehearses the use of a GPU, with {@code -Dnull-gpu.run=true}; see {@link NullGpu}. */
@EnabledIfSystemProperty(named = "null-gpu.run", matches = "true")
class NullGpuIT {

  private static final Size SMALL = new Size(64, 36);

  private static NullGpu gpu;
  @TempDir static Path folder;

  private static int runs;

  @BeforeAll
  static void prepare() throws Exception {
    gpu = NullGpu.bring();
    Model.create("deeplab-resnet18", SMALL, 11).write(folder.resolve("model.pt"));
    new TinyVideos(folder.resolve("videos"), 5).add("a", 9, SMALL).add("b", 3, SMALL);
  }

  /** A finished command. */
  private record Run(int exitCode, String log) {}

  private static Run run(Map<String, String> environment, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(Main.class.getName()));
    line.addAll(List.of(command));
    List<String> options =
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-cp",
            System.getProperty("java.class.path"));
    try (SparkProcess process =
        SparkProcess.start(folder.resolve(++runs + ".log"), environment, options, line)) {
      return new Run(process.exitCode(), process.log());
    }
  }

  private static Run score(Map<String, String> environment, String model, String... options)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("score"));
    command.addAll(List.of("--input", folder.resolve("videos").toString()));
    command.addAll(List.of("--model", folder.resolve(model).toString()));
    command.addAll(List.of("--output", output().toString(), "--on-existing", "overwrite"));
    command.addAll(List.of(options));
    return run(environment, command.toArray(String[]::new));
  }

  private static Path output() {
    return folder.resolve("out");
  }

  private static String manifest() throws IOException {
    return Files.readString(output().resolve("manifest.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "bf16", "fp16"})
  void scoresInEachPrecision(String precision) throws Exception {
    Run run =
        score(gpu.environment(Map.of()), "model.pt", "--device", "gpu", "--precision", precision);
    assertThat(run.exitCode()).as(run.log()).isZero();
    assertThat(manifest()).contains("\"gpu(0)\"").contains('"' + precision + '"');
  }

  @ParameterizedTest
  @CsvSource({"90,bf16", "75,fp16", "61,fp32"})
  void choosesThePrecisionByComputeCapability(String capability, String precision)
      throws Exception {
    Run run = score(gpu.environment(Map.of("NULLGPU_CC", capability)), "model.pt");
    assertThat(run.exitCode()).as(run.log()).isZero();
    assertThat(manifest()).contains("\"gpu(0)\"").contains('"' + precision + '"');
  }

  @Test
  void endsWhereOneFrameDoesNotFit() throws Exception {
    Run run = score(gpu.environment(Map.of("NULLGPU_MB", "70")), "model.pt");
    assertThat(run.exitCode()).as(run.log()).isEqualTo(5);
    assertThat(run.log()).contains("saliency: gpu(0) has too little memory for a single frame: ");
  }

  @Test
  void endsWhereTheModelDoesNotFit() throws Exception {
    Run run = score(gpu.environment(Map.of("NULLGPU_MB", "30")), "model.pt");
    assertThat(run.exitCode()).as(run.log()).isEqualTo(5);
    assertThat(run.log()).contains("saliency: gpu(0) has too little memory to open the model: ");
  }

  @Test
  void theCudaBuildComputesOnACpuWhereThereIsNoDriver() throws Exception {
    Run run = score(gpu.withoutDriver(), "model.pt");
    assertThat(run.exitCode()).as(run.log()).isZero();
    assertThat(manifest()).contains("\"cpu()\"");
    run = score(gpu.withoutDriver(), "model.pt", "--device", "gpu");
    assertThat(run.exitCode()).as(run.log()).isEqualTo(5);
    assertThat(run.log()).contains("is built for CUDA, but finds no GPU (CUDA: ");
  }

  @Test
  void trains() throws Exception {
    Run run = train(Map.of());
    assertThat(run.exitCode()).as(run.log()).isZero();
    assertThat(folder.resolve("run/model.pt")).exists();
    run = train(Map.of("NULLGPU_MB", "80"));
    assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
    assertThat(run.log()).contains("does not fit into the memory of gpu(0): use --batch-size 1");
  }

  @Test
  void everyFormRunsOnTheMetaDevice() throws Exception {
    Map<String, String> recurrent =
        Map.of("window", "3", "skip-channels", "8", "output", "sigmoid", "output-stride", "16");
    Map<String, String> everything =
        Map.of(
            "window",
            "2",
            "video-bias",
            "motion",
            "output",
            "softmax",
            "center-prior",
            "learned",
            "smoothing",
            "5",
            "flip-averaging",
            "true",
            "dropout",
            "0.1",
            "decoder-dropout",
            "0.1");
    MetaForms forms =
        new MetaForms(folder.resolve("forms"))
            .add("deeplab-resnet18", Map.of())
            .add("deeplab-resnet18", recurrent)
            .add("deeplab-resnet18", everything)
            .add("deeplab-resnet50", Map.of())
            .add("deeplab-efficientnet-lite0", Map.of())
            .add("deeplab-efficientnet-lite0", recurrent)
            .add("deeplab-efficientnet-lite0", everything);

    assertThat(gpu.python("meta.py", forms.write()))
        .contains(forms.count() + " forms ran on the meta device");
  }

  @Test
  void twoExecutorsOfANodeUseOneGpuEach() throws Exception {
    Path place = Files.createDirectories(folder.resolve("cluster"));
    try (StandaloneCluster cluster = StandaloneCluster.start(place)) {
      cluster.addWorker("both", 2, List.of(0, 1));
      ClusterScore run =
          new ClusterScore(cluster, place, folder.resolve("model.pt"), folder.resolve("videos"), 3);
      ScoredFolder output = new ScoredFolder(place.resolve("out").toString(), new Configuration());
      Map<String, String> more = new HashMap<>();
      gpu.environment(Map.of("NULLGPU_COUNT", "2", "NULLGPU_REPORT", "1"))
          .forEach((name, value) -> more.put("spark.executorEnv." + name, value));
      try (SparkProcess driver = run.start(output.path(), "two", more, "--device", "gpu")) {
        assertThat(driver.exitCode()).as(driver::log).isZero();
      }

      assertThat(output.manifest().counts()).containsEntry("done", 12L);
      List<ExecutorUse> uses =
          output.manifest().executors().stream()
              .sorted(Comparator.comparing(ExecutorUse::address))
              .toList();
      assertThat(uses).extracting(ExecutorUse::address).containsExactly("0", "1");
      assertThat(uses).extracting(ExecutorUse::device).containsExactly("gpu(0)", "gpu(1)");
      assertThat(uses).extracting(ExecutorUse::modelsOpened).containsOnly(1);
      assertThat(output.maps()).hasSize(12);
    }
  }

  private static Run train(Map<String, String> settings) throws Exception {
    return run(
        gpu.environment(settings),
        "train",
        "--device=gpu",
        "--data=" + folder.resolve("videos"),
        "--network=deeplab-resnet18",
        "--output=" + folder.resolve("run"),
        "--on-existing=overwrite",
        "--set=train.input-size=64x36",
        "--set=train.epochs=1",
        "--set=train.batch-size=2",
        "--set=train.batches-per-epoch=2");
  }
}
