package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.network.NetworkOptions;
import org.saliency.settings.Settings;
import org.saliency.spark.inference.TaskDevice;
import org.saliency.spark.job.ScoreArguments;
import org.saliency.spark.job.ScoreJob;
import org.saliency.spark.output.Manifest;
import org.saliency.torchscript.Model;
import org.saliency.torchscript.PyTorch.DeviceChoice;
import org.saliency.torchscript.PyTorch.PrecisionChoice;
import org.saliency.torchscript.ServingModel;

/**
 * What stages are measured with: a model, frames, and a temporary folder, which is removed at the
 * end. What a stage does not need is not made.
 */
final class Workbench implements AutoCloseable {

  private static final int MOST_INPUT_FRAMES = 32;

  private final BenchmarkSettings settings;
  private final Settings all;
  private final Supplier<SparkSession> sessions;
  private final double secondsOfJava;
  private final Path folder;
  private final Path modelFile;
  private final Model model;
  private final Map<Size, SyntheticFootage> synthetic = new HashMap<>();
  private final Optional<String> input;
  private BenchmarkFrames frames;
  private ServingModel serving;
  private SparkSession spark;
  private int jobs;

  Workbench(
      BenchmarkArguments arguments,
      BenchmarkSettings settings,
      Supplier<SparkSession> sessions,
      double secondsOfJava)
      throws IOException {
    this.settings = settings;
    this.all = arguments.settings();
    this.sessions = sessions;
    this.secondsOfJava = secondsOfJava;
    this.input = arguments.input();
    this.folder = Files.createTempDirectory("saliency-benchmark");
    try {
      this.model = arguments.model().map(Model::read).orElseGet(this::newModel);
      this.modelFile = arguments.model().orElse(folder.resolve("model.pt"));
      if (arguments.model().isEmpty()) {
        model.write(modelFile);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Model newModel() {
    Settings section = all.section("model");
    return Model.create(
        settings.network(),
        NetworkOptions.from(all),
        section.size("input-size"),
        section.seed("seed"));
  }

  BenchmarkSettings settings() {
    return settings;
  }

  Settings section(String name) {
    return all.section(name);
  }

  /** Threads that do a single stage side by side. */
  int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** From the start of the process to the start of the command. */
  double secondsOfJava() {
    return secondsOfJava;
  }

  Model model() {
    return model;
  }

  BenchmarkFrames frames() throws IOException {
    if (frames == null) {
      frames =
          input.isPresent()
              ? BenchmarkFrames.of(input.get(), MOST_INPUT_FRAMES)
              : new BenchmarkFrames(synthetic(settings.frameSize()).jpegs(), settings.frameSize());
    }
    return frames;
  }

  SyntheticFootage synthetic(Size size) {
    return synthetic.computeIfAbsent(
        size, key -> SyntheticFootage.make(folder.resolve("synthetic-" + key), key));
  }

  /** The model as executors open it; closed with this. */
  ServingModel serving() throws IOException {
    if (serving == null) {
      Settings score = section("score");
      serving =
          ServingModel.open(
              model,
              score.choice("device", DeviceChoice.class),
              score.choice("precision", PrecisionChoice.class));
    }
    return serving;
  }

  /** Frames of a forward pass. */
  int batchSize() throws IOException {
    String deviceType = serving().device().replaceFirst("\\(.*", "");
    return section("score")
        .integerOrAuto("batch-size", 1, 4096)
        .orElse(TaskDevice.batchSize(deviceType));
  }

  /** What the model says of the first frames. */
  List<SaliencyMap> predictions() throws IOException {
    int window = model.network().options().window();
    List<SaliencyMap> maps = new ArrayList<>();
    for (int i = 0; i < Math.min(4, frames().files().size()); i++) {
      List<Frame> seen = Collections.nCopies(window, frames().frame(i));
      float[] values = serving().predictWindows(List.of(seen), cores()).get(0);
      double[] map = new double[values.length];
      Arrays.setAll(map, p -> values[p]);
      maps.add(new SaliencyMap(serving().outputSize(), map));
    }
    return maps;
  }

  SparkSession spark() {
    if (spark == null) {
      spark = sessions.get();
    }
    return spark;
  }

  /** Scores one frame; gives the seconds it took. */
  double secondsOfFirstMap() throws IOException, InterruptedException {
    long start = System.nanoTime();
    score(1);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Scores so many frames from files to files. */
  Manifest score(int count) throws IOException, InterruptedException {
    jobs++;
    Path input = frames().write(folder.resolve("input-" + jobs), count);
    ScoreArguments arguments =
        new ScoreArguments(
            List.of(input.toString()),
            modelFile,
            folder.resolve("output-" + jobs).toString(),
            Optional.empty(),
            Optional.empty(),
            section("score"));
    return new ScoreJob(spark(), arguments).run().manifest();
  }

  @Override
  public void close() {
    if (serving != null) {
      serving.close();
    }
    FileUtil.fullyDelete(folder.toFile());
  }
}
