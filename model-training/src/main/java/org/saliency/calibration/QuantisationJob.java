package org.saliency.calibration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.ActivationHistograms;
import org.saliency.network.Quantisation;
import org.saliency.network.Quantisation.Cost;
import org.saliency.network.Quantisation.Role;
import org.saliency.pytorch.ActivationRecorder;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.ServingModel;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/**
 * The job {@code model quantize}: determines the ranges of a network's activations on frames of
 * videos, and measures what int8 costs, on these videos and on others.
 */
public final class QuantisationJob {

  /** Fewest frames whose activations are taken for those of other frames. */
  static final int FEWEST = 8;

  private final Path file;
  private final String name;
  private final String data;
  private final Optional<String> validation;
  private final Optional<Layout> layout;
  private final int frames;
  private final long seed;
  private final double validationFraction;
  private final int threads;
  private final Storage storage = new LocalStorage();

  /**
   * Prepares a job.
   *
   * @param file the model file
   * @param name of the model, for messages
   * @param data folder of videos with maps
   * @param validation folder of other videos with maps; empty to leave out some of the first
   * @param layout layout of the folders; empty to detect it
   * @param section the settings section {@code quantize}
   */
  public QuantisationJob(
      Path file,
      String name,
      String data,
      Optional<String> validation,
      Optional<Layout> layout,
      Settings section) {
    this.file = file;
    this.name = name;
    this.data = data;
    this.validation = validation;
    this.layout = layout;
    this.frames = section.integer("frames", FEWEST, Integer.MAX_VALUE);
    this.seed = section.seed("seed");
    this.validationFraction = section.number("validation-fraction", 0.01, 0.99);
    this.threads = section.integer("loader-threads", 1, 256);
  }

  /** A part of the data. */
  private record Part(Role role, String data, Dataset dataset) {}

  /**
   * Quantises the model and measures it before and after.
   *
   * @throws UserException when the model is quantised already; when the processor has no int8
   *     instructions; when the data has a declared test video, no maps, or too few frames that are
   *     not black
   */
  public Model run() throws IOException, InterruptedException {
    Model model = Model.read(file);
    if (model.quantisation().isPresent()) {
      throw UserException.input(
          "Model %s is already quantised: give the model that it was made from", name);
    }
    // Fails here rather than after all frames were read.
    PyTorch.requireInt8();
    List<Part> parts = parts(model);
    parts.forEach(part -> CalibrationSamples.requireMaps(part.dataset(), part.data()));
    Quantisation quantisation = observed(model, parts.get(0));
    String origin =
        String.format(
            Locale.ROOT,
            "of %s, calibrated on %d frames of %s, seed %d",
            model.description().hash(),
            Math.min(frames, count(parts.get(0).dataset())),
            data,
            seed);
    Model quantised = model.quantised(quantisation, origin);
    List<Cost> costs = new ArrayList<>();
    for (Part part : parts) {
      costs.add(cost(model, quantised, part));
    }
    return model.quantised(quantisation.withCosts(costs), origin);
  }

  private List<Part> parts(Model model) throws IOException {
    Dataset dataset = Datasets.read(storage, data, layout);
    TestVideos.requireNone(model, name, dataset, data, "quantise");
    if (count(dataset) < FEWEST) {
      throw UserException.input(
          "%s has %s, too few to quantise with: give videos with at least %d frames, better"
              + " some hundred of different scenes",
          data, Text.count(count(dataset), "frame"), FEWEST);
    }
    if (validation.isPresent()) {
      requireOther(validation.get());
      Dataset other = Datasets.read(storage, validation.get(), layout);
      TestVideos.requireNone(model, name, other, validation.get(), "measure");
      return List.of(
          new Part(Role.CALIBRATION, data, dataset),
          new Part(Role.VALIDATION, validation.get(), other));
    }
    if (dataset.videos().size() < 2) {
      throw UserException.input(
          "%s has one video, which leaves none to measure the loss on: add videos, or give others"
              + " with --validation-data",
          data);
    }
    Split split = Split.random(dataset, validationFraction, seed);
    return List.of(
        new Part(Role.CALIBRATION, data, split.training()),
        new Part(Role.VALIDATION, data, split.validation()));
  }

  private void requireOther(String folder) throws IOException {
    if (LocalStorage.resolved(Path.of(folder)).equals(LocalStorage.resolved(Path.of(data)))) {
      throw UserException.usage(
          "Validation data %s is the calibration data: give other videos, or leave out"
              + " --validation-data to hold some back",
          folder);
    }
  }

  private static int count(Dataset dataset) {
    return dataset.videos().stream().map(Video::frames).mapToInt(List::size).sum();
  }

  private Quantisation observed(Model model, Part part) throws IOException, InterruptedException {
    try (FrameFiles files = FrameFiles.of(storage, part.dataset().files());
        ActivationRecorder recorder = ActivationRecorder.open(model)) {
      CalibrationSamples samples = samples(model, part, files);
      double[][] counts = new double[recorder.paths().size()][ActivationHistograms.BINS];
      int[] black = {0};
      int cores = Runtime.getRuntime().availableProcessors();
      samples.forEach(
          "activations",
          threads,
          sample -> {
            if (sample.frame().isBlack()) {
              black[0]++;
            } else {
              add(recorder.histograms(sample.window(), cores), counts);
            }
          });
      requireNotBlack(samples.locations().size(), black[0]);
      Map<String, Double> ranges = new TreeMap<>();
      for (int i = 0; i < counts.length; i++) {
        String path = recorder.paths().get(i);
        ranges.put(path, RangeFit.range(counts[i], recorder.signedPaths().contains(path)));
      }
      return new Quantisation(ranges, List.of());
    }
  }

  private CalibrationSamples samples(Model model, Part part, FrameFiles files) {
    FrameWindows windows = new FrameWindows(model.network().options().window(), part.dataset());
    return CalibrationSamples.random(part.dataset(), part.data(), frames, seed, files, windows);
  }

  private static void add(float[][] histograms, double[][] counts) {
    for (int i = 0; i < counts.length; i++) {
      for (int bin = 0; bin < counts[i].length; bin++) {
        counts[i][bin] += histograms[i][bin];
      }
    }
  }

  private void requireNotBlack(int chosen, int black) {
    if (chosen - black < FEWEST) {
      throw UserException.input(
          "Of the %d frames chosen from %s %d are black, and %d are left to quantise with, fewer than"
              + " %d: give more videos or other ones, or more frames with --frames",
          chosen, data, black, chosen - black, FEWEST);
    }
  }

  private Cost cost(Model model, Model quantised, Part part)
      throws IOException, InterruptedException {
    Size size = model.description().inputSize();
    CalibrationMeasurement before = new CalibrationMeasurement(size);
    CalibrationMeasurement after = new CalibrationMeasurement(size);
    try (FrameFiles files = FrameFiles.of(storage, part.dataset().files());
        ServingModel exact = ServingModel.open(model, DeviceChoice.CPU, PrecisionChoice.FP32);
        ServingModel rounded =
            ServingModel.open(quantised, DeviceChoice.CPU, PrecisionChoice.INT8)) {
      CalibrationSamples samples = samples(model, part, files);
      samples.forEach(
          Settings.kebab(part.role()),
          threads,
          sample -> {
            before.add(sample, sample.predictedBy(exact));
            after.add(sample, sample.predictedBy(rounded));
          });
      return new Cost(
          part.role(),
          part.data(),
          samples.videos(),
          samples.locations().size(),
          before.figures().metrics(),
          after.figures().metrics());
    }
  }
}
