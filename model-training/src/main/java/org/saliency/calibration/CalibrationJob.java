package org.saliency.calibration;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.saliency.UserException;
import org.saliency.calibration.CalibrationSamples.Sample;
import org.saliency.dataset.BlackFrames;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Layout;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Metric;
import org.saliency.model.Model;
import org.saliency.network.Adaptation;
import org.saliency.network.Calibration;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;

/**
 * The job {@code model calibrate}: adapts the maps of a model to a data set by an {@link
 * Adaptation}. The gain is measured on videos that were left out: the videos are divided into up to
 * {@value #MOST_FOLDS} folds, and the maps of each are adapted by a fit to the others. The model
 * gets the fit to all. Frames with black truth are left out of the fits.
 */
public final class CalibrationJob {

  private static final int MOST_FOLDS = 10;

  private final Path file;
  private final String name;
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
    this(file, file.toString(), data, layout, section);
  }

  /**
   * Prepares a job for a local copy of a model file.
   *
   * @param name of the model file in messages
   */
  public CalibrationJob(
      Path file, String name, String data, Optional<Layout> layout, Settings section) {
    this.file = file;
    this.name = name;
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
   * @param folds number of fits that some videos were left out of
   * @param black black frames among those whose maps are not black
   * @param before figures of the model without calibration
   * @param after figures of maps that were calibrated by the fit that their video was left out of
   */
  public record Result(
      Model model,
      int videos,
      int frames,
      int folds,
      BlackFrames black,
      Figures before,
      Figures after) {

    /** A table for the terminal. */
    public String table() {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(Locale.ROOT, "%-20s %10s %10s%n", "videos left out", "before", "after"));
      text.append(row("squared error", before.meanSquaredError, after.meanSquaredError));
      for (Metric metric : CalibrationMeasurement.METRICS) {
        Double first = before.metrics.get(metric.column());
        Double second = after.metrics.get(metric.column());
        if (first != null && second != null) {
          text.append(row(metric.label(), first, second));
        }
      }
      Adaptation adaptation = model.description().calibration().adaptation();
      text.append(
          String.format(
              Locale.ROOT,
              "each video left out of one of %d fits; gain %.3f, blur %.3f of the width, center bias"
                  + " %s, floor %.3f, fitted on %d frames of %d videos%n",
              folds,
              adaptation.gain(),
              adaptation.blur(),
              adaptation.centerBias(),
              adaptation.floor(),
              frames,
              videos));
      if (black.areMany()) {
        text.append("warning: ").append(black.text()).append(System.lineSeparator());
      }
      if (isWorse()) {
        text.append(
            String.format(
                Locale.ROOT,
                "warning: CC of the videos left out fell: keep the uncalibrated model, or give more"
                    + " videos%n"));
      }
      return text.toString();
    }

    private boolean isWorse() {
      String cc = Metric.CC.column();
      Double first = before.metrics.get(cc);
      Double second = after.metrics.get(cc);
      return first != null && second != null && second < first;
    }

    private static String row(String name, double before, double after) {
      return String.format(Locale.ROOT, "%-20s %10.4f %10.4f%n", name, before, after);
    }
  }

  /**
   * Fits the calibration and measures the model before and after.
   *
   * @throws UserException when the data contains a declared test video or one that the model was
   *     trained on, has maps of fewer than two videos that are not black or black frames alone, or
   *     cannot be read
   */
  public Result run() throws IOException, InterruptedException {
    PyTorch.device(device); // fails here rather than after all maps were read
    Model model = Model.readUnverified(file).uncalibrated();
    Dataset dataset = Datasets.read(storage, data, layout);
    TestVideos.requireNone(model, name, dataset, data, "calibrate");
    TestVideos.requireNotTrained(model, name, dataset, data, storage);
    if (dataset.videos().size() < 2) {
      throw UserException.input(
          "%s has ground truth of one video: a calibration is judged on videos that are left out:"
              + " give at least two",
          data);
    }
    FrameWindows windows = new FrameWindows(model.network().options().window(), dataset);
    try (FrameFiles files = FrameFiles.of(storage, dataset.files())) {
      CalibrationSamples samples = CalibrationSamples.of(dataset, data, mostFrames, files, windows);
      return run(model, samples);
    }
  }

  private Result run(Model model, CalibrationSamples samples)
      throws IOException, InterruptedException {
    Size size = model.description().inputSize();
    AdaptationFit fit = new AdaptationFit(size);
    BlackFrames black = new BlackFrames();
    try (ServingModel network = ServingModel.open(model, device)) {
      predict(
          "fitted",
          network,
          samples,
          (sample, map) -> {
            fit.add(sample.video(), map, sample.truth());
            if (!sample.truth().isBlack()) {
              black.add(sample.frame());
            }
          });
      if (black.areAll()) {
        throw UserException.input("%s: %s", data, black.text());
      }
      if (fit.videos().isEmpty()) {
        throw UserException.input(
            "the ground-truth maps of %s are all black, so there is nothing to calibrate on: give"
                + " videos that people looked at",
            data);
      }
      if (fit.videos().size() < 2) {
        throw UserException.input(
            "the frames chosen of %s are of one video, '%s', and a calibration is judged on videos"
                + " that are left out: choose more (calibrate.frames), or give videos with maps that"
                + " are not black",
            data, fit.videos().iterator().next());
      }
      Map<String, Adaptation> heldOut = heldOut(fit);
      Adaptation all = fit.fit(video -> true);
      CalibrationMeasurement before = new CalibrationMeasurement(size);
      CalibrationMeasurement after = new CalibrationMeasurement(size);
      predict(
          "measured",
          network,
          samples,
          (sample, map) -> {
            Adaptation own = heldOut.get(sample.video());
            if (own != null) { // else all maps of the video are black
              before.add(sample, map);
              after.add(sample, own.apply(map));
            }
          });
      return result(model, fit, all, samples.locations().size(), black, before, after);
    }
  }

  /** For each video, the fit to the videos of other folds. */
  private static Map<String, Adaptation> heldOut(AdaptationFit fit) {
    List<String> videos = List.copyOf(fit.videos());
    int folds = folds(fit);
    Map<String, Adaptation> heldOut = new HashMap<>();
    for (int fold = 0; fold < folds; fold++) {
      Set<String> left = new HashSet<>();
      for (int i = fold; i < videos.size(); i += folds) {
        left.add(videos.get(i));
      }
      Adaptation others = fit.fit(video -> !left.contains(video));
      left.forEach(video -> heldOut.put(video, others));
    }
    return heldOut;
  }

  private static int folds(AdaptationFit fit) {
    return Math.min(MOST_FOLDS, fit.videos().size());
  }

  private Result result(
      Model model,
      AdaptationFit fit,
      Adaptation adaptation,
      int frames,
      BlackFrames black,
      CalibrationMeasurement before,
      CalibrationMeasurement after) {
    int videos = fit.videos().size();
    Calibration.HeldOut heldOut =
        new Calibration.HeldOut(
            videos, frames, folds(fit), before.figures().metrics(), after.figures().metrics());
    String origin =
        String.format(
            Locale.ROOT,
            "of %s, fitted on %d frames of %s",
            model.description().hash(),
            frames,
            data);
    Model calibrated = model.calibrated(Calibration.of(adaptation, heldOut), origin);
    return new Result(
        calibrated, videos, frames, folds(fit), black, before.figures(), after.figures());
  }

  private void predict(
      String task,
      ServingModel network,
      CalibrationSamples samples,
      BiConsumer<Sample, SaliencyMap> consumer)
      throws IOException, InterruptedException {
    samples.forEach(task, threads, sample -> consumer.accept(sample, sample.predictedBy(network)));
  }
}
