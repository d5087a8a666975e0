package org.saliency.calibration;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.model.Model;
import org.saliency.network.Calibration;
import org.saliency.progress.Progress;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;

/**
 * The job {@code model calibrate}: fits the maps of a model to the truth of validation videos.
 * Truth maps count by their shape: each is scaled to a highest value of 1, and a black one is left
 * out. The center prior's weight is fitted with the prior of the other videos, as on new ones.
 */
public final class CalibrationJob {

  private static final int PIECES = 32;
  private static final double STEPS = 1e6;
  private static final Profile PROFILE = Profile.NATIVE;
  private static final List<Metric> METRICS =
      List.of(Metric.NSS, Metric.SIM, Metric.CC, Metric.KLD);

  private final Path file;
  private final String data;
  private final Optional<Layout> layout;
  private final int mostFrames;
  private final int threads;
  private final DeviceChoice device;
  private final Storage storage = new LocalStorage();

  /**
   * A job that has done nothing yet.
   *
   * @param file the model
   * @param data folder of videos with maps
   * @param layout how it is laid out; empty to tell from its shape
   * @param section the section {@code calibrate}
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
   * How well a model does on the videos.
   *
   * @param meanSquaredError between its maps and the truth's at the model's size
   * @param metrics NSS, SIM, CC and KLD at the truth's own size, by column; means over the videos
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Figures(double meanSquaredError, Map<String, Double> metrics) {}

  /**
   * What came of it.
   *
   * @param model the calibrated model
   * @param videos number of videos
   * @param frames number of frames that the fit saw
   * @param before figures of the model without any calibration
   * @param after figures of the calibrated one
   */
  public record Result(Model model, int videos, int frames, Figures before, Figures after) {

    /** For people. */
    public String table() {
      StringBuilder text = new StringBuilder();
      text.append(String.format(Locale.ROOT, "%-20s %10s %10s%n", "", "before", "after"));
      text.append(row("squared error", before.meanSquaredError, after.meanSquaredError));
      for (Metric metric : METRICS) {
        Double first = before.metrics.get(metric.column());
        Double second = after.metrics.get(metric.column());
        if (first != null && second != null) {
          text.append(row(metric.label(), first, second));
        }
      }
      text.append(
          String.format(
              Locale.ROOT,
              "center prior's weight %.3f, fitted on %d frames of %d videos%n",
              model.description().calibration().priorWeight(),
              frames,
              videos));
      return text.toString();
    }

    private static String row(String name, double before, double after) {
      return String.format(Locale.ROOT, "%-20s %10.4f %10.4f%n", name, before, after);
    }
  }

  /** A frame of a video. */
  private record Chosen(String video, VideoFrame frame) {}

  /**
   * A frame as read.
   *
   * @param window the frames that its map is predicted from, itself the last
   * @param fixations none when the data has none
   */
  private record Sample(
      String video, List<Frame> window, SaliencyMap truth, Optional<Fixations> fixations) {}

  /** Does something with a frame and the map that the network gives it. */
  private interface Use {
    void of(Sample sample, SaliencyMap prediction);
  }

  /**
   * Fits and measures.
   *
   * @throws UserException when the data holds a video that the model was declared to be tested on,
   *     or has no maps, or nothing but black ones, or cannot be read
   */
  public Result run() throws IOException, InterruptedException {
    PyTorch.device(device); // fails here rather than after all maps were read
    Model model = Model.read(file).uncalibrated();
    Dataset dataset = Datasets.read(storage, data, layout);
    requireNoTests(model, dataset);
    FrameWindows windows = new FrameWindows(model.network().options().window(), dataset);
    try (FrameFiles files = FrameFiles.of(storage, dataset.files())) {
      return run(model, dataset, new Reader(files, windows));
    }
  }

  private Result run(Model model, Dataset dataset, Reader reader)
      throws IOException, InterruptedException {
    List<Chosen> chosen = choose(dataset);
    Size size = model.description().inputSize();
    CenterPriors priors = priors(chosen, size, reader.files());
    CalibrationFit fit = new CalibrationFit(PIECES);
    Measurement before = new Measurement(size);
    predict(
        "uncalibrated",
        model,
        chosen,
        reader,
        (sample, prediction) -> {
          before.of(sample, prediction);
          scaled(sample.truth(), size)
              .ifPresent(
                  truth -> {
                    double[] prior = priors.without(sample.video(), size).values();
                    fit.add(prediction.values(), truth.values(), prior);
                  });
        });
    Model calibrated = model.calibrated(calibration(fit.fit(), priors), origin(model, chosen));
    Measurement after = new Measurement(size);
    predict("calibrated", calibrated, chosen, reader, after);
    return new Result(
        calibrated, dataset.videos().size(), chosen.size(), before.figures(), after.figures());
  }

  private void requireNoTests(Model model, Dataset dataset) {
    Set<String> tests = Set.copyOf(model.description().declaredTests());
    List<String> shared =
        dataset.videos().stream().map(Video::name).filter(tests::contains).toList();
    if (!shared.isEmpty()) {
      throw UserException.input(
          "video '%s' of %s is one that %s was declared to be tested on (%d of its videos are):"
              + " calibrate on others, or the test says nothing",
          shared.get(0), data, file, shared.size());
    }
  }

  /** Frames spread evenly over the videos' frames. */
  private List<Chosen> choose(Dataset dataset) {
    List<Chosen> all = new ArrayList<>();
    for (Video video : dataset.videos()) {
      if (!video.hasMaps()) {
        throw UserException.input(
            "video '%s' of %s has no ground-truth maps to calibrate on: add them, or leave it out",
            video.name(), data);
      }
      video.frames().forEach(frame -> all.add(new Chosen(video.name(), frame)));
    }
    int count = mostFrames == 0 ? all.size() : Math.min(mostFrames, all.size());
    List<Chosen> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((long) all.size() * i / count)));
    }
    return chosen;
  }

  private CenterPriors priors(List<Chosen> chosen, Size size, FrameFiles files) {
    CenterPriors priors = new CenterPriors(size);
    boolean anything = false;
    for (Chosen item : chosen) {
      Optional<SaliencyMap> truth = scaled(files.map(item.frame().map().orElseThrow()), size);
      truth.ifPresent(map -> priors.add(item.video(), map));
      anything |= truth.isPresent();
    }
    if (!anything) {
      throw UserException.input(
          "the ground-truth maps of %s are all black: there is nothing to calibrate on; give videos"
              + " that people looked at",
          data);
    }
    return priors;
  }

  /** A truth map at the model's size with 1 as its highest value; none when it is black. */
  private static Optional<SaliencyMap> scaled(SaliencyMap truth, Size size) {
    double[] values = Resize.antialiased(truth, size).values();
    double highest = 0;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    if (highest == 0) {
      return Optional.empty();
    }
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i] / highest;
    }
    return Optional.of(new SaliencyMap(size, result));
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

  private String origin(Model model, List<Chosen> chosen) {
    return "of %s, fitted on %d frames of %s"
        .formatted(model.description().hash(), chosen.size(), data);
  }

  private void predict(String task, Model model, List<Chosen> chosen, Reader reader, Use use)
      throws IOException, InterruptedException {
    try (ServingModel network = ServingModel.open(model, device);
        ReadAhead<Chosen, Sample> samples =
            new ReadAhead<>(
                chosen.iterator(), reader::read, threads, threads + 2, "calibration-loader");
        Progress progress = Progress.start(task, "frames", chosen.size())) {
      while (samples.hasNext()) {
        Sample sample = samples.next();
        use.of(sample, map(network, sample.window()));
        progress.advance(1);
      }
    }
  }

  private static SaliencyMap map(ServingModel network, List<Frame> window) {
    int cores = Runtime.getRuntime().availableProcessors();
    float[] values = network.predictWindows(List.of(window), cores).get(0);
    return SaliencyMap.of(network.outputSize(), values);
  }

  /** Reads frames, each with those that the network sees before it. */
  private record Reader(FrameFiles files, FrameWindows windows) {

    Sample read(Chosen chosen) {
      VideoFrame frame = chosen.frame();
      SaliencyMap truth = files.map(frame.map().orElseThrow());
      return new Sample(
          chosen.video(),
          windows.endingWith(frame).stream().map(seen -> files.image(seen.image())).toList(),
          truth,
          frame.fixations().map(location -> files.fixations(location, truth.size())));
    }
  }

  /** Adds up how well predictions do. */
  private static final class Measurement implements Use {

    private final Size size;
    private final Map<String, MetricMeans> byVideo = new TreeMap<>();
    private double squares;
    private long pixels;

    Measurement(Size size) {
      this.size = size;
    }

    @Override
    public void of(Sample sample, SaliencyMap prediction) {
      byVideo
          .computeIfAbsent(sample.video(), video -> new MetricMeans(PROFILE.metrics()))
          .add(PROFILE.measure(prediction, Optional.of(sample.truth()), sample.fixations()));
      scaled(sample.truth(), size).ifPresent(truth -> addSquares(truth.values(), prediction));
    }

    private void addSquares(double[] truth, SaliencyMap prediction) {
      for (int i = 0; i < truth.length; i++) {
        double difference = truth[i] - prediction.values()[i];
        squares += difference * difference;
      }
      pixels += truth.length;
    }

    Figures figures() {
      DatasetMetrics means =
          DatasetMetrics.of(
              byVideo.entrySet().stream()
                  .map(entry -> entry.getValue().toVideo(entry.getKey()))
                  .toList());
      Map<String, Double> metrics = new TreeMap<>();
      for (Metric metric : METRICS) {
        Double mean = means.means().get(metric);
        if (mean != null) {
          metrics.put(metric.column(), mean);
        }
      }
      return new Figures(squares / pixels, metrics);
    }
  }
}
