package org.saliency.training;

import ai.djl.Device;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.TrainingSamples;
import org.saliency.training.sample.TruthCheck;

/**
 * The job {@code train}: reads a data set and a model, trains, and leaves the best model with its
 * history. After each epoch the output holds the best model so far and all that is needed to go on
 * from there. The manifest comes last.
 */
public final class TrainingJob {

  private final TrainingArguments arguments;
  private final TrainingFiles files;
  private final Settings section;
  private final TrainingSettings settings;
  private final Storage storage = new LocalStorage();

  /**
   * A job that has done nothing yet.
   *
   * @param section the section {@code train}
   */
  public TrainingJob(TrainingArguments arguments, Settings section) {
    this.arguments = arguments;
    this.files = new TrainingFiles(arguments.output());
    this.section = section;
    this.settings = TrainingSettings.from(section);
  }

  /**
   * A job without lists and without a validation data set; as {@link TrainingArguments#of}.
   *
   * @param section the section {@code train}
   */
  public TrainingJob(
      String data, Optional<Layout> layout, Path output, Optional<Path> initial, Settings section) {
    this(TrainingArguments.of(data, layout, output, initial), section);
  }

  /**
   * What was trained, on what, with what result.
   *
   * @param status {@code complete}
   * @param started UTC, ISO 8601; of the last time that the run was taken up
   * @param finished UTC, ISO 8601
   * @param data folder of the data set
   * @param settings by key
   * @param network its name
   * @param networkOptions its options by name
   * @param modelHash SHA-256 of the best weights
   * @param trainingVideos names
   * @param validationVideos names
   * @param testVideos names of videos left out for a test
   * @param blackMaps frames left out because their maps are black all over
   * @param epochs done
   * @param best epoch of the model and its figures
   * @param device where it was trained
   * @param precision what the network computed in
   * @param imagesPerSecond in training, validation left out
   * @param peakMemoryBytes of the device, see {@link Effort}; absent when the system does not tell
   * @param versions of PyTorch and Java
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Manifest(
      String status,
      String started,
      String finished,
      String data,
      Map<String, Object> settings,
      String network,
      Map<String, String> networkOptions,
      String modelHash,
      List<String> trainingVideos,
      List<String> validationVideos,
      List<String> testVideos,
      int blackMaps,
      int epochs,
      Map<String, Double> best,
      String device,
      String precision,
      double imagesPerSecond,
      long peakMemoryBytes,
      Map<String, String> versions) {}

  /**
   * What came of it.
   *
   * @param manifest as written
   * @param model file of the best model
   */
  public record Result(Manifest manifest, Path model) {

    /** For people. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "best model %s, on the validation videos: %s%n%.1f images/s in training, %s at most%n",
          model,
          manifest.best(),
          manifest.imagesPerSecond(),
          Memory.text(manifest.peakMemoryBytes()));
    }
  }

  /** Trains, or goes on with a run that was stopped. */
  public Result run() throws IOException, InterruptedException {
    String started = now();
    Device device = PyTorch.device(section.choice("device", DeviceChoice.class));
    Model initial = initialModel();
    TrainingVideos videos = TrainingVideos.read(arguments, settings, storage);
    videos.requireUntested(initial.description().declaredTests());
    files.prepare(settings.onExisting());
    try (FrameFiles frames = FrameFiles.of(storage, videos.files())) {
      return run(started, device, initial, videos, frames);
    }
  }

  private Result run(
      String started, Device device, Model initial, TrainingVideos videos, FrameFiles frames)
      throws IOException, InterruptedException {
    TruthCheck.Result truth = checkTruth(videos, frames);
    Origin origin = Origin.of(section, settings, truth.fingerprint(), initial.description().hash());
    RunState start =
        files
            .last()
            .read(initial.network(), origin)
            .orElseGet(() -> RunState.start(initial.weights()));
    Files.deleteIfExists(files.manifest());
    Precision precision =
        PyTorch.trainingPrecision(section.choice("precision", PrecisionChoice.class), device);
    Trained trained = new Trained(initial, videos, truth, device, precision);
    if (start.epochs() > 0) {
      files.writeHistory(start.history());
      writeModel(start, trained); // the run may have been stopped before it wrote them
    }
    RunState end =
        new TrainingRun(
                settings,
                initial,
                truth.samples(),
                windows(initial, videos),
                frames,
                device,
                precision,
                files)
            .run(start, state -> save(state, origin, trained));
    Manifest manifest = manifest(started, end, trained);
    Files.writeString(files.manifest(), Json.write(manifest));
    return new Result(manifest, files.model());
  }

  private Model initialModel() {
    return arguments
        .initial()
        .map(Model::read)
        .orElseGet(
            () ->
                Model.create(
                    settings.network(),
                    arguments.options(),
                    settings.inputSize(),
                    settings.seed()));
  }

  private static FrameWindows windows(Model initial, TrainingVideos videos) {
    return new FrameWindows(
        initial.network().options().window(),
        videos.split().training(),
        videos.split().validation());
  }

  private TruthCheck.Result checkTruth(TrainingVideos videos, FrameFiles frames)
      throws InterruptedException {
    TrainingSamples samples =
        new TrainingSamples(
            Sample.strided(videos.split().training(), settings.frameStride()),
            Sample.spread(videos.split().validation(), settings.validation().frames()));
    return new TruthCheck(storage, frames, videos.files(), settings.loaderThreads()).of(samples);
  }

  /** What a run works with. */
  private record Trained(
      Model initial,
      TrainingVideos videos,
      TruthCheck.Result truth,
      Device device,
      Precision precision) {}

  private void save(RunState state, Origin origin, Trained trained) {
    try {
      files.last().write(origin, state, best(state).epoch());
      files.writeHistory(state.history());
      if (best(state).epoch() == state.epochs()) {
        writeModel(state, trained);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the run cannot be written to " + files.folder(), e);
    }
  }

  private void writeModel(RunState state, Trained trained) throws IOException {
    model(state, trained).write(files.model());
  }

  private EpochRecord best(RunState state) {
    return settings.validation().choice().best(state.history());
  }

  private Model model(RunState state, Trained trained) {
    Model initial = trained.initial();
    EpochRecord best = best(state);
    Map<String, String> provenance = new TreeMap<>(initial.description().provenance());
    provenance.put("trained_from", initial.description().hash());
    provenance.put(
        "training",
        String.format(
            Locale.ROOT,
            "epoch %d of %d, batches of %d from %d frames, seed %d",
            best.epoch(),
            settings.epochs(),
            settings.batchSize(),
            trained.truth().samples().training().size(),
            settings.seed()));
    return initial
        .trained(state.bestWeights(), metrics(best), provenance)
        .declaringTests(trained.videos().tested());
  }

  private Map<String, Double> metrics(EpochRecord best) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(settings.loss().label(), best.validationLoss());
    best.nss().ifPresent(value -> metrics.put("nss", value));
    best.sim().ifPresent(value -> metrics.put("sim", value));
    best.cc().ifPresent(value -> metrics.put("cc", value));
    return metrics;
  }

  private Manifest manifest(String started, RunState end, Trained trained) {
    return new Manifest(
        "complete",
        started,
        now(),
        arguments.data(),
        section.values(),
        trained.initial().network().name(),
        trained.initial().network().options().values(),
        end.bestWeights().hash(),
        names(trained.videos().split().training()),
        names(trained.videos().split().validation()),
        trained.videos().tested(),
        trained.truth().blackMaps(),
        end.epochs(),
        metrics(best(end)),
        trained.device().getDeviceType(),
        Settings.kebab(trained.precision()),
        end.effort().imagesPerSecond(),
        end.effort().peakMemory(),
        Map.of("pytorch", PyTorch.version(), "java", Runtime.version().toString()));
  }

  private static List<String> names(Dataset dataset) {
    return dataset.videos().stream().map(Video::name).toList();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
