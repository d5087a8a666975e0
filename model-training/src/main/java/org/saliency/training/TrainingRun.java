package org.saliency.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.metric.Metric;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.network.Weights;
import org.saliency.progress.Progress;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Batch;
import org.saliency.training.sample.EpochAugmentation;
import org.saliency.training.sample.SampleFiles;
import org.saliency.training.sample.SampleReader;
import org.saliency.training.sample.TrainingSamples;
import org.saliency.training.sample.WeightedFrames;

/**
 * The training loop: each epoch trains on random batches, then validates. Batches and random
 * numbers of an epoch depend only on the seed and the epoch, so a resumed run gives the same result
 * as an uninterrupted one.
 */
final class TrainingRun {

  private final TrainingSettings settings;
  private final Model initial;
  private final TrainingSamples samples;
  private final SampleReader reader;
  private final SampleReader validationReader;
  private final int threads;
  private final Set<String> blackMaps = new HashSet<>();
  private final Device device;
  private final Precision precision;
  private final Validation validation;
  private final ValidationPictures pictures;
  private final TrainingFiles files;
  private final EpochTable table;
  private final BlackFrameCheck blackFrames = new BlackFrameCheck("training");

  /**
   * Creates a run.
   *
   * @param initial the initial model
   * @param samples frames with maps
   * @param windows input frames of each prediction
   * @param frames frames and maps
   * @param precision number format of forward and backward passes
   * @param files receives pictures of the first batch and of predictions
   */
  TrainingRun(
      TrainingSettings settings,
      Model initial,
      TrainingSamples samples,
      FrameWindows windows,
      TrainingFrames frames,
      Device device,
      Precision precision,
      TrainingFiles files) {
    this.settings = settings;
    this.initial = initial;
    this.samples = samples;
    this.device = device;
    this.precision = precision;
    this.files = files;
    this.table = new EpochTable(System.err, settings.epochs());
    this.threads = settings.threads(device);
    this.reader = reader(frames.training(), windows);
    this.validationReader = reader(frames.validation(), windows);
    this.validation =
        new Validation(samples.validation(), settings.batchSize(), threads, validationReader);
    this.pictures = new ValidationPictures(samples.validation(), validationReader);
  }

  private SampleReader reader(SampleFiles files, FrameWindows windows) {
    return new SampleReader(
        files,
        initial.description().inputSize(),
        initial.description().normalisation(),
        settings.loss(),
        windows);
  }

  /**
   * Trains from a state to the end.
   *
   * @param start {@link RunState#start}, or the state saved by an earlier run
   * @param afterEpoch receives the state after each epoch
   * @return the final state
   * @throws UserException if a file cannot be read, a loss is not finite, or a batch does not fit
   *     into the device's memory
   */
  RunState run(RunState start, Consumer<RunState> afterEpoch)
      throws IOException, InterruptedException {
    RunState state = start;
    if (start.epochs() > 0 && !isOver(start)) {
      table.resumed(start.epochs());
    }
    try {
      while (!isOver(state)) {
        Learner.Encoder encoder = encoder(state);
        try (Learner learner = open(state, encoder)) {
          do {
            state = epoch(learner, state);
            afterEpoch.accept(state);
          } while (!isOver(state) && encoder(state) == encoder);
        }
      }
      return state;
    } catch (EngineException e) {
      throw new BatchErrors(settings, initial.description(), device).explained(e);
    }
  }

  private boolean isOver(RunState state) {
    return state.epochs() >= settings.epochs()
        || settings.validation().isExhausted(state.history());
  }

  /** Whether the encoder is trained in the next epoch. */
  private Learner.Encoder encoder(RunState state) {
    return state.epochs() < settings.optimizer().frozenEncoderEpochs()
        ? Learner.Encoder.FROZEN
        : Learner.Encoder.TRAINED;
  }

  private Learner open(RunState state, Learner.Encoder encoder) throws IOException {
    Schedule.Length length = settings.length(WeightedFrames.count(samples.training()));
    return Learner.open(initial, state.learner(), encoder, settings, length, device, precision);
  }

  private RunState epoch(Learner learner, RunState before) throws InterruptedException {
    long start = System.nanoTime();
    int epoch = before.epochs() + 1;
    TrainedEpoch trained = train(learner, epoch);
    String step = "validation " + epoch + "/" + settings.epochs();
    Validation.Result result = learner.evaluate(model -> validation.of(model, step));
    learner.evaluate(model -> drawPredictions(model, epoch));
    double seconds = (System.nanoTime() - start) / 1e9;
    List<EpochRecord> history = new ArrayList<>(before.history());
    history.add(record(epoch, trained.loss(), result, learner.learningRate(), seconds));
    boolean isBest = settings.validation().choice().best(history).epoch() == epoch;
    table.add(history, trained.effort().imagesPerSecond(), isBest);
    Learner.State state = learner.state();
    Weights best = isBest ? state.evaluated() : before.bestWeights();
    return new RunState(state, history, best, before.effort().plus(trained.effort()));
  }

  private Void drawPredictions(TrainableModel model, int epoch) {
    pictures.write(
        "epoch " + epoch,
        frame ->
            model.evaluate(validationReader.read(List.of(frame)), settings.loss()).maps().get(0),
        files.samples(epoch));
    return null;
  }

  /** Mean loss and effort of an epoch. */
  private record TrainedEpoch(double loss, Effort effort) {}

  private TrainedEpoch train(Learner learner, int epoch) throws InterruptedException {
    learner.seed(EpochPlans.seed(settings, epoch));
    List<List<VideoFrame>> plan = EpochPlans.of(samples.training(), settings, epoch);
    long images = (long) plan.size() * settings.batchSize();
    long start = System.nanoTime();
    double sum = 0;
    int batchCount = 0;
    int next = 0;
    OptionalLong memory = OptionalLong.empty();
    String task = "epoch " + epoch + "/" + settings.epochs();
    EpochAugmentation augmentation =
        new EpochAugmentation(settings.augmentation(), settings.seed(), epoch);
    if (epoch == 1) {
      AugmentedBatchPicture.write(
          reader.augmented(plan.get(0), 0, augmentation), files.augmentedBatch());
    }
    try (ReadAhead<?, Batch> batches = reader.readAhead(plan, threads, augmentation);
        Progress progress = Progress.startPassing(task, "images", images)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        noteBlackMaps(plan.get(next++), batch);
        blackFrames.add(batch);
        if (batch.size() == 0) {
          continue;
        }
        double loss = learner.train(batch);
        batch.requireFinite(loss);
        sum += loss;
        batchCount++;
        if (batchCount == 1 || next == plan.size()) {
          memory = Memory.peak(device);
        }
        progress.note(note(sum / batchCount, memory));
        progress.advance(batch.size());
      }
      learner.finishEpoch();
    }
    blackFrames.finish();
    if (batchCount == 0) {
      throw UserException.input(
          "all maps of epoch %d are black, for example that of %s: provide maps with values above 0",
          epoch, plan.get(0).get(0).image());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Effort effort = new Effort(images, seconds, memory.orElse(0));
    return new TrainedEpoch(sum / batchCount, effort);
  }

  private void noteBlackMaps(List<VideoFrame> frames, Batch batch) {
    if (batch.size() < frames.size()) {
      List<String> read = batch.frames();
      frames.stream()
          .map(frame -> frame.image().toString())
          .filter(name -> !read.contains(name))
          .forEach(blackMaps::add);
    }
  }

  /** Number of training frames left out so far because their maps are black. */
  int blackMaps() {
    return blackMaps.size();
  }

  private static String note(double loss, OptionalLong memory) {
    String text = String.format(Locale.ROOT, "loss %.4f", loss);
    return memory.isPresent() ? text + ", " + Memory.text(memory.getAsLong()) : text;
  }

  private static EpochRecord record(
      int epoch, double loss, Validation.Result result, double learningRate, double seconds) {
    Map<Metric, Double> means = result.metrics().means();
    return new EpochRecord(
        epoch,
        loss,
        result.loss(),
        means.get(Metric.NSS),
        means.get(Metric.SIM),
        means.get(Metric.CC),
        learningRate,
        seconds);
  }
}
