package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Format;
import org.saliency.spark.serving.TaskDevice;

/**
 * Resources of the stages, created on first use: model, frames, Spark and a temporary folder, which
 * is deleted when this is closed or the JVM exits. Closing again has no effect.
 */
final class Workbench implements AutoCloseable {

  /** Number of maps to encode. */
  private static final int PREDICTED_FRAMES = 4;

  private final BenchmarkSettings settings;
  private final Settings all;
  private final double secondsOfJava;
  private final TemporaryFolder folder;
  private final Model model;
  private final SparkBench spark;
  private final Map<Size, SyntheticFootage> synthetic = new HashMap<>();
  private final Optional<String> input;
  private BenchmarkFrames frames;
  private ServingModel serving;

  Workbench(
      BenchmarkArguments arguments,
      BenchmarkSettings settings,
      Supplier<SparkSession> sessions,
      double secondsOfJava)
      throws IOException {
    this.settings = settings;
    this.all = arguments.settings();
    this.secondsOfJava = secondsOfJava;
    this.input = arguments.input();
    this.folder = TemporaryFolder.create("saliency-benchmark");
    try {
      this.model = arguments.model().map(Model::read).orElseGet(this::newModel);
      Path modelFile = arguments.model().orElse(folder.path().resolve("model.pt"));
      if (arguments.model().isEmpty()) {
        model.write(modelFile);
      }
      this.spark = new SparkBench(sessions, section("score"), modelFile, folder.path());
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

  /** Number of parallel threads in single stages. */
  int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Time from the start of the process to the start of the command. */
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
              ? BenchmarkFrames.of(input.get())
              : BenchmarkFrames.of(
                  synthetic(settings.frameSize())
                      .jpegs(folder.path().resolve("frames"))
                      .toString());
    }
    return frames;
  }

  SyntheticFootage synthetic(Size size) {
    return synthetic.computeIfAbsent(
        size, key -> SyntheticFootage.create(folder.path().resolve("synthetic-" + key), key));
  }

  /** The model as opened on executors; closed with this. */
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

  /** Frames per forward pass. */
  int batchSize() throws IOException {
    String deviceType = serving().device().replaceFirst("\\(.*", "");
    return section("score")
        .integerOrAuto("batch-size", 1, 4096)
        .orElse(TaskDevice.batchSize(deviceType));
  }

  /**
   * The first frames, decoded as in a scoring task.
   *
   * @param limit maximum number of frames
   */
  List<Frame> decoded(int limit) throws IOException {
    return frames().decoded(limit, Optional.of(inputSize()));
  }

  /** Size that a scoring task scales frames to while decoding. */
  Size inputSize() {
    return model.description().inputSize();
  }

  /** Whether a scoring task needs frames at their own size, too. */
  boolean showsFrames() {
    return section("score").choices("formats", Format.class).contains(Format.OVERLAY);
  }

  /** Predicted maps of the first frames. */
  List<SaliencyMap> predictions() throws IOException {
    int window = model.network().options().window();
    List<SaliencyMap> maps = new ArrayList<>();
    for (Frame frame : decoded(PREDICTED_FRAMES)) {
      List<Frame> windowFrames = Collections.nCopies(window, frame);
      float[] values = serving().predictWindows(List.of(windowFrames), cores()).get(0);
      maps.add(SaliencyMap.of(serving().outputSize(), values));
    }
    return maps;
  }

  SparkBench spark() {
    return spark;
  }

  @Override
  public void close() {
    if (serving != null) {
      serving.close();
      serving = null;
    }
    folder.close();
  }
}
