package org.saliency.training;

import ai.djl.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.metric.Metric;
import org.saliency.network.Precision;
import org.saliency.network.Weights;
import org.saliency.progress.Progress;
import org.saliency.storage.Storage;
import org.saliency.torchscript.Model;

/**
 * Trains a network: splits the videos, then each epoch takes steps of Adam down the KL divergence
 * and validates. The model with the lowest validation loss is the result.
 */
public final class TrainingRun {

  private final TrainingSettings settings;
  private final Storage storage;
  private final Device device;
  private final Precision precision;

  /** A run with these settings, reading from this storage, on this device, in this format. */
  public TrainingRun(
      TrainingSettings settings, Storage storage, Device device, Precision precision) {
    this.settings = settings;
    this.storage = storage;
    this.device = device;
    this.precision = precision;
  }

  /**
   * What came out.
   *
   * @param model the best one
   * @param history a record for each epoch
   * @param best the epoch of the model
   * @param split the videos learned from and checked on
   */
  public record Result(Model model, List<EpochRecord> history, EpochRecord best, Split split) {}

  /**
   * Trains.
   *
   * @param dataset videos whose frames all have maps
   * @param initial the model to start from
   * @param afterEpoch told the history so far after each epoch
   * @throws UserException when a frame lacks a map or a file cannot be read
   */
  public Result run(Dataset dataset, Model initial, Consumer<List<EpochRecord>> afterEpoch)
      throws IOException, InterruptedException {
    dataset.videos().forEach(TrainingRun::requireMaps);
    Split split = Split.random(dataset, settings.validationFraction(), settings.seed());
    List<VideoFrame> frames =
        split.training().videos().stream().flatMap(video -> video.frames().stream()).toList();
    SampleReader reader =
        new SampleReader(
            storage,
            initial.description().inputSize(),
            initial.description().normalisation(),
            new FrameWindows(
                initial.network().options().window(), split.training(), split.validation()));
    Validation validation =
        new Validation(
            split.validation(),
            settings.validationFrames(),
            settings.batchSize(),
            settings.loaderThreads(),
            reader);
    List<EpochRecord> history = new ArrayList<>();
    EpochRecord best = null;
    Weights bestWeights = null;
    try (TrainableModel model = TrainableModel.open(initial, device, precision)) {
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        long start = System.nanoTime();
        double loss = train(model, frames, epoch, reader);
        Validation.Result result = validation.of(model);
        EpochRecord record = record(epoch, loss, result, (System.nanoTime() - start) / 1e9);
        history.add(record);
        if (best == null || record.validationLoss() < best.validationLoss()) {
          best = record;
          bestWeights = model.weights();
        }
        afterEpoch.accept(List.copyOf(history));
      }
    }
    return new Result(model(initial, bestWeights, best, frames.size()), history, best, split);
  }

  private static void requireMaps(Video video) {
    if (!video.hasMaps()) {
      throw UserException.input(
          "video '%s' has no ground-truth maps to learn from: add them, or leave it out",
          video.name());
    }
  }

  /** An epoch's steps; gives the mean loss. */
  private double train(
      TrainableModel model, List<VideoFrame> frames, int epoch, SampleReader reader)
      throws InterruptedException {
    List<List<VideoFrame>> plan =
        Batches.random(
            frames, settings.batchSize(), settings.batchesPerEpoch(), 31 * settings.seed() + epoch);
    double sum = 0;
    int steps = 0;
    String task = "epoch " + epoch + "/" + settings.epochs();
    try (ReadAhead<List<VideoFrame>, Batch> batches =
            reader.readAhead(plan, settings.loaderThreads());
        Progress progress =
            Progress.start(task, "images", (long) plan.size() * settings.batchSize())) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        double loss = model.train(batch, settings.learningRate());
        requireFinite(loss, batch);
        sum += loss;
        steps++;
        progress.note(String.format(Locale.ROOT, "loss %.4f", sum / steps));
        progress.advance(batch.size());
      }
    }
    return sum / steps;
  }

  private static void requireFinite(double loss, Batch batch) {
    if (!Double.isFinite(loss)) {
      throw UserException.input(
          "the loss became %s on the batch %s: lower train.learning-rate, or look at these files",
          loss, String.join(", ", batch.frames()));
    }
  }

  private EpochRecord record(int epoch, double loss, Validation.Result result, double seconds) {
    return new EpochRecord(
        epoch,
        loss,
        result.loss(),
        mean(result, Metric.NSS),
        mean(result, Metric.SIM),
        mean(result, Metric.CC),
        settings.learningRate(),
        seconds);
  }

  private static OptionalDouble mean(Validation.Result result, Metric metric) {
    Double value = result.metrics().means().get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private Model model(Model initial, Weights weights, EpochRecord best, int frameCount) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("kld", best.validationLoss());
    best.nss().ifPresent(value -> metrics.put("nss", value));
    best.sim().ifPresent(value -> metrics.put("sim", value));
    best.cc().ifPresent(value -> metrics.put("cc", value));
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
            frameCount,
            settings.seed()));
    return Model.of(
        initial.network(), weights, initial.description().inputSize(), metrics, provenance);
  }
}
