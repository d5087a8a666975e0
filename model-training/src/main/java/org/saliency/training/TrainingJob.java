package org.saliency.training;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.pytorch.PyTorch;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.TrainingSamples;
import org.saliency.training.sample.TruthCheck;

/**
 * The job {@code train}: trains a network on a data set and writes the best model and the history.
 * After each epoch, the output holds the best model so far and the state to resume from. The
 * manifest is written last.
 */
public final class TrainingJob {

  private final TrainingArguments arguments;
  private final TrainingFiles files;
  private final Settings section;
  private final TrainingSettings settings;
  private final Storage storage = new LocalStorage();

  /**
   * Creates a job.
   *
   * @param section the section {@code train}
   * @throws org.saliency.UserException if a setting is invalid
   */
  public TrainingJob(TrainingArguments arguments, Settings section) {
    this.arguments = arguments;
    this.files = new TrainingFiles(arguments.output());
    this.section = section;
    this.settings = TrainingSettings.from(section);
  }

  /**
   * Result of the job.
   *
   * @param manifest the manifest
   * @param model file of the best model
   */
  public record Result(TrainingManifest manifest, Path model) {

    private static String measured(Map<String, Double> metrics) {
      return metrics.entrySet().stream()
          .map(metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
          .collect(Collectors.joining(", "));
    }

    /** Readable summary. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "best model %s, epoch %d of %d, validation: %s%n"
              + "videos: %d trained on, %d validated on, %d test videos, %d left out%n"
              + "training: %.1f images/s, peak memory %s%n",
          model,
          manifest.bestEpoch(),
          manifest.epochs(),
          measured(manifest.best()),
          manifest.trainingVideos().size(),
          manifest.validationVideos().size(),
          manifest.testVideos().size(),
          manifest.leftOut().count(),
          manifest.imagesPerSecond(),
          Memory.text(manifest.peakMemoryBytes()));
    }
  }

  /** Starts or resumes the run. */
  public Result run() throws IOException, InterruptedException {
    files.requireOutside(arguments.folderPaths());
    String started = now();
    Device device = PyTorch.device(settings.device());
    Model initial = initialModel();
    VideoIndexer indexer =
        new StoredIndexes(storage, settings.frameCache().indexes(), settings.threads(device));
    TrainingVideos videos = TrainingVideos.read(arguments, settings, storage, indexer);
    videos.requireUntested(initial.description().declaredTests());
    System.err.println(videos.summary());
    OutputLock lock = files.lock();
    try {
      return run(started, device, initial, videos);
    } finally {
      lock.close();
    }
  }

  private Result run(String started, Device device, Model initial, TrainingVideos videos)
      throws IOException, InterruptedException {
    files.prepare(settings.onExisting());
    FrameWindows windows = windows(initial, videos);
    TrainingSamples samples =
        new TrainingSamples(
            videos.trainingSamples(settings.frameStride()),
            Sample.spread(videos.split().validation(), settings.validation().frames()));
    try (TrainingFrames frames =
        TrainingFrames.open(
            storage,
            videos.files(),
            initial.description().inputSize(),
            settings,
            windows,
            samples)) {
      TruthCheck.Result truth =
          frames.check(samples, videos.listed()::contains, settings.threads(device));
      return run(started, device, initial, videos.without(truth.bad()), windows, frames, truth);
    }
  }

  private Result run(
      String started,
      Device device,
      Model initial,
      TrainingVideos videos,
      FrameWindows windows,
      TrainingFrames frames,
      TruthCheck.Result truth)
      throws IOException, InterruptedException {
    Origin origin =
        Origin.of(
            section, settings, videos.weights(), truth.fingerprint(), initial.description().hash());
    RunState start =
        files
            .last()
            .read(initial.network(), origin)
            .orElseGet(() -> RunState.start(initial.weights()));
    Files.deleteIfExists(files.manifest());
    Precision precision =
        PyTorch.trainingPrecision(settings.precision(), device, initial.network());
    Inputs inputs = new Inputs(initial, videos, truth, device, precision);
    if (start.epochs() > 0) {
      files.writeHistory(start.history(), settings.tensorBoard());
      writeModel(start, inputs); // in case the run was killed before it wrote them
    }
    TrainingRun run =
        new TrainingRun(
            settings, initial, truth.samples(), windows, frames, device, precision, files);
    RunState end = run.run(start, state -> save(state, origin, inputs));
    TrainingManifest manifest = manifest(started, end, inputs, truth.blackMaps() + run.blackMaps());
    Files.writeString(files.manifest(), Json.write(manifest));
    return new Result(manifest, files.model());
  }

  private Model initialModel() {
    return arguments
        .initial()
        .map(this::requestedModel)
        .orElseGet(
            () ->
                Model.create(
                    settings.network(),
                    arguments.network().options(),
                    settings.inputSize(),
                    settings.seed()));
  }

  private Model requestedModel(Path file) {
    Model model = Model.read(file);
    arguments
        .network()
        .requireOf(
            model.description(),
            model.network().options(),
            "--init " + file,
            "put its weights into such a network with 'model import --onto'");
    return model;
  }

  private static FrameWindows windows(Model initial, TrainingVideos videos) {
    return new FrameWindows(
        initial.network().options().window(),
        videos.split().training(),
        videos.split().validation());
  }

  /** Inputs of a run, for the model and the manifest. */
  private record Inputs(
      Model initial,
      TrainingVideos videos,
      TruthCheck.Result truth,
      Device device,
      Precision precision) {}

  private void save(RunState state, Origin origin, Inputs inputs) {
    try {
      files.last().write(origin, state, best(state).epoch());
      files.writeHistory(state.history(), settings.tensorBoard());
      if (best(state).epoch() == state.epochs()) {
        writeModel(state, inputs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the run to " + files.folder(), e);
    }
  }

  private void writeModel(RunState state, Inputs inputs) throws IOException {
    model(state, inputs).write(files.model());
  }

  private EpochRecord best(RunState state) {
    return settings.validation().choice().best(state.history());
  }

  private Model model(RunState state, Inputs inputs) {
    Provenance provenance = new Provenance(arguments, settings, section.text("note"));
    EpochRecord best = best(state);
    int frames = inputs.truth().samples().training().size();
    return inputs
        .initial()
        .trained(
            state.bestWeights(),
            metrics(best),
            provenance.of(inputs.initial().description(), best.epoch(), frames))
        .declaringTests(inputs.videos().tested())
        .trainedOn(inputs.videos().split().training().videos(), storage);
  }

  private Map<String, Double> metrics(EpochRecord best) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(settings.loss().label(), best.validationLoss());
    metrics.put("nss", best.nss());
    metrics.put("sim", best.sim());
    metrics.put("cc", best.cc());
    metrics.values().removeIf(Objects::isNull);
    return metrics;
  }

  private TrainingManifest manifest(String started, RunState end, Inputs inputs, int blackMaps) {
    return new TrainingManifest(
        "complete",
        0,
        started,
        now(),
        arguments.folders(),
        section.values(),
        inputs.initial().network().name(),
        inputs.initial().network().options().values(),
        inputs.initial().trained(end.bestWeights(), Map.of(), Map.of()).description().hash(),
        names(inputs.videos().split().training()),
        names(inputs.videos().split().validation()),
        inputs.videos().tested(),
        inputs.videos().source(),
        inputs.videos().leftOut(),
        blackMaps,
        end.epochs(),
        best(end).epoch(),
        metrics(best(end)),
        inputs.device().getDeviceType(),
        Settings.kebab(inputs.precision()),
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
