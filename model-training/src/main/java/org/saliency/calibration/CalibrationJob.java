package org.saliency.calibration;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.saliency.UserException;
import org.saliency.calibration.CalibrationSamples.Sample;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Layout;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.model.Model;
import org.saliency.network.Calibration;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;

/**
 * The job {@code model calibrate}: fits the maps of a model to the ground truth of validation
 * videos. Each ground-truth map is scaled to a maximum of 1; black maps are left out. The weight of
 * the center prior is fitted with the prior of the other videos, as it applies to new videos.
 */
public final class CalibrationJob {

  private static final int PIECES = 32;
  private static final double STEPS = 1e6;

  private final Path file;
  private final String data;
  private final Optional<Layout> layout;
  private final int mostFrames;
  private final int threads;
  private final DeviceChoice device;
  private final Storage storage = new LocalStorage();

  /**
   * Prepares a job.
   *
   * @param file the model file
   * @param data folder of videos with maps
   * @param layout layout of the folder; empty to detect it
   * @param section the settings section {@code calibrate}
   */
  public CalibrationJob(Path file, String data, Optional<Layout> layout, Settings section) {
    this.file = file;
    this.data = data;
    this.layout = layout;
    this.mostFrames = section.integer("frames", 0, Integer.MAX_VALUE);
    this.threads = section.integer("loader-threads", 1, 256);
    this.device = section.choice("device", DeviceChoice.class);
  }

  /**
   * Quality of a model's maps on the videos.
   *
   * @param meanSquaredError between predicted and ground-truth maps at the model's input size
   * @param metrics NSS, SIM, CC and KLD at the size of the ground truth, by column name; means over
   *     the videos
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Figures(double meanSquaredError, Map<String, Double> metrics) {}

  /**
   * Result of a calibration.
   *
   * @param model the calibrated model
   * @param videos number of videos
   * @param frames number of frames in the fit
   * @param before figures of the model without calibration
   * @param after figures of the calibrated model
   */
  public record Result(Model model, int videos, int frames, Figures before, Figures after) {

    /** A table for the terminal. */
    public String table() {
      StringBuilder text = new StringBuilder();
      text.append(String.format(Locale.ROOT, "%-20s %10s %10s%n", "", "before", "after"));
      text.append(row("squared error", before.meanSquaredError, after.meanSquaredError));
      for (Metric metric : CalibrationMeasurement.METRICS) {
        Double first = before.metrics.get(metric.column());
        Double second = after.metrics.get(metric.column());
        if (first != null && second != null) {
          text.append(row(metric.label(), first, second));
        }
      }
      text.append(
          String.format(
              Locale.ROOT,
              "center prior weight %.3f, fitted on %d frames of %d videos%n",
              model.description().calibration().priorWeight(),
              frames,
              videos));
      return text.toString();
    }

    private static String row(String name, double before, double after) {
      return String.format(Locale.ROOT, "%-20s %10.4f %10.4f%n", name, before, after);
    }
  }

  /**
   * Fits the calibration and measures the model before and after.
   *
   * @throws UserException when the data contains a declared test video, has no maps or only black
   *     ones, or cannot be read
   */
  public Result run() throws IOException, InterruptedException {
    PyTorch.device(device); // fails here rather than after all maps were read
    Model model = Model.readUnverified(file).uncalibrated();
    Dataset dataset = Datasets.read(storage, data, layout);
    TestVideos.requireNone(model, file, dataset, data, "calibrate");
    FrameWindows windows = new FrameWindows(model.network().options().window(), dataset);
    try (FrameFiles files = FrameFiles.of(storage, dataset.files())) {
      CalibrationSamples samples = CalibrationSamples.of(dataset, data, mostFrames, files, windows);
      return run(model, dataset.videos().size(), samples);
    }
  }

  private Result run(Model model, int videos, CalibrationSamples samples)
      throws IOException, InterruptedException {
    int frames = samples.locations().size();
    Size size = model.description().inputSize();
    CenterPriors priors = samples.priors(size);
    CalibrationFit fit = new CalibrationFit(PIECES);
    CalibrationMeasurement before = new CalibrationMeasurement(size);
    predict(
        "uncalibrated",
        model,
        samples,
        (sample, prediction) -> {
          before.add(sample, prediction);
          CalibrationSamples.scaled(sample.truth(), size)
              .ifPresent(
                  truth -> {
                    double[] prior = priors.without(sample.video(), size).values();
                    fit.add(prediction.values(), truth.values(), prior);
                  });
        });
    String origin =
        String.format(
            Locale.ROOT,
            "of %s, fitted on %d frames of %s",
            model.description().hash(),
            frames,
            data);
    Model calibrated = model.calibrated(calibration(fit.fit(), priors), origin);
    CalibrationMeasurement after = new CalibrationMeasurement(size);
    predict("calibrated", calibrated, samples, after::add);
    return new Result(calibrated, videos, frames, before.figures(), after.figures());
  }

  private static Calibration calibration(CalibrationFit.Result fitted, CenterPriors priors) {
    double weight = rounded(fitted.priorWeight());
    return new Calibration(
        fitted.brightness().stream().map(CalibrationJob::rounded).toList(),
        weight,
        weight == 0 ? List.of() : priors.all());
  }

  private static double rounded(double value) {
    return Math.round(value * STEPS) / STEPS;
  }

  private void predict(
      String task,
      Model model,
      CalibrationSamples samples,
      BiConsumer<Sample, SaliencyMap> consumer)
      throws IOException, InterruptedException {
    try (ServingModel network = ServingModel.open(model, device)) {
      samples.forEach(
          task, threads, sample -> consumer.accept(sample, sample.predictedBy(network)));
    }
  }
}
