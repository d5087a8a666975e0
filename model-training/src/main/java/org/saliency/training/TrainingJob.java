package org.saliency.training;

import ai.djl.Device;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.json.Json;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;
import org.saliency.torchscript.Model;
import org.saliency.torchscript.PyTorch;
import org.saliency.torchscript.PyTorch.DeviceChoice;
import org.saliency.torchscript.PyTorch.PrecisionChoice;

/**
 * The job {@code train}: reads a data set and a model, trains, and leaves the best model with its
 * history. The manifest comes last.
 */
public final class TrainingJob {

  private final String data;
  private final Optional<Layout> layout;
  private final TrainingFiles files;
  private final Optional<Path> initial;
  private final NetworkOptions options;
  private final Settings section;
  private final TrainingSettings settings;

  /**
   * A job that has done nothing yet.
   *
   * @param data folder of videos with maps
   * @param layout how it is laid out; empty to tell from its shape
   * @param output folder to fill
   * @param initial model to start from; empty for a new one of the network in the settings
   * @param options of that new network
   * @param section the section {@code train}
   */
  public TrainingJob(
      String data,
      Optional<Layout> layout,
      Path output,
      Optional<Path> initial,
      NetworkOptions options,
      Settings section) {
    this.data = data;
    this.layout = layout;
    this.files = new TrainingFiles(output);
    this.initial = initial;
    this.options = options;
    this.section = section;
    this.settings = TrainingSettings.from(section);
  }

  /**
   * What was trained, on what, with what result.
   *
   * @param status {@code complete}
   * @param started UTC, ISO 8601
   * @param finished UTC, ISO 8601
   * @param data folder of the data set
   * @param settings by key
   * @param network its name
   * @param networkOptions its options by name
   * @param modelHash SHA-256 of the best weights
   * @param trainingVideos names
   * @param validationVideos names
   * @param best epoch of the model and its figures
   * @param device where it was trained
   * @param precision what the network computed in
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
      Map<String, Double> best,
      String device,
      String precision,
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
          Locale.ROOT, "best model %s, on the validation videos: %s%n", model, manifest.best());
    }
  }

  /** Trains. */
  public Result run() throws IOException, InterruptedException {
    String started = now();
    Storage storage = new LocalStorage();
    Dataset dataset = Datasets.read(storage, data, layout);
    Model model =
        initial
            .map(Model::read)
            .orElseGet(
                () ->
                    Model.create(
                        settings.network(), options, settings.inputSize(), settings.seed()));
    Device device = PyTorch.device(section.choice("device", DeviceChoice.class));
    Precision precision =
        PyTorch.precision(section.choice("precision", PrecisionChoice.class), device);
    Files.deleteIfExists(files.manifest());
    TrainingRun.Result result =
        new TrainingRun(settings, storage, device, precision, files)
            .run(dataset, model, files::writeHistory);
    result.model().write(files.model());
    Manifest manifest =
        new Manifest(
            "complete",
            started,
            now(),
            data,
            section.values(),
            model.network().name(),
            model.network().options().values(),
            result.model().description().hash(),
            names(result.split().training()),
            names(result.split().validation()),
            result.model().description().metrics(),
            device.getDeviceType(),
            Settings.kebab(precision),
            Map.of("pytorch", PyTorch.version(), "java", Runtime.version().toString()));
    Files.writeString(files.manifest(), Json.write(manifest));
    return new Result(manifest, files.model());
  }

  private static List<String> names(Dataset dataset) {
    return dataset.videos().stream().map(Video::name).toList();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
