package org.saliency.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.pytorch.NativeWork;
import org.saliency.training.optimizer.Gradients;
import org.saliency.training.optimizer.LossScale;
import org.saliency.training.optimizer.Optimizer;
import org.saliency.training.optimizer.ParameterGroup;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.optimizer.WeightAverage;
import org.saliency.training.sample.Batch;

/**
 * A network with its optimizer: accumulates gradients over batches, clips them, takes steps, and
 * optionally keeps a moving average of the weights. Holds native memory; the caller closes it.
 */
final class Learner implements AutoCloseable {

  private static final String ENCODER = "encoder.";

  /** Whether the encoder is trained. */
  enum Encoder {
    /** Its weights and running statistics are left unchanged. */
    FROZEN,
    /** It is trained with the rest of the network. */
    TRAINED
  }

  /**
   * Everything the next step depends on.
   *
   * @param weights parameters and running statistics
   * @param optimizer moments, step counts and loss scale; empty at the start
   * @param average moving average of the parameters; empty if not used
   * @param steps number of steps so far
   */
  record State(
      Weights weights, Map<String, Tensor> optimizer, Map<String, Tensor> average, int steps) {

    /** The weights to validate and save: with the averaged parameters, if averaging is used. */
    Weights evaluated() {
      Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
      tensors.putAll(average);
      return new Weights(tensors);
    }

    /** State before the first step. */
    static State start(Weights weights) {
      return new State(weights, Map.of(), Map.of(), 0);
    }
  }

  private final TrainableModel model;
  private final TrainingSettings settings;
  private final Schedule.Length length;
  private final Optimizer optimizer;
  private final Optional<WeightAverage> average;

  /** In float16. */
  private final Optional<LossScale> lossScale;

  private final Encoder encoder;
  private int steps;
  private int pending;
  private double learningRate;

  private Learner(
      TrainableModel model,
      TrainingSettings settings,
      Schedule.Length length,
      Encoder encoder,
      Precision precision,
      State state) {
    this.model = model;
    this.settings = settings;
    this.length = length;
    this.encoder = encoder;
    this.optimizer = settings.optimizer().create(groups());
    this.average =
        settings.optimizer().averagingDecay() == 0
            ? Optional.empty()
            : Optional.of(
                new WeightAverage(settings.optimizer().averagingDecay(), model.parameters()));
    this.lossScale = precision == Precision.FP16 ? Optional.of(new LossScale()) : Optional.empty();
    optimizer.restore(state.optimizer());
    lossScale.ifPresent(scale -> scale.restore(state.optimizer()));
    average.ifPresent(mean -> mean.restore(state.average()));
    this.steps = state.steps();
  }

  /**
   * Loads a network onto a device.
   *
   * @param source the network and its description; the weights are taken from the state
   * @param length length of the whole training
   * @param precision number format of forward and backward passes
   */
  static Learner open(
      Model source,
      State state,
      Encoder encoder,
      TrainingSettings settings,
      Schedule.Length length,
      Device device,
      Precision precision)
      throws IOException {
    Model form =
        new Model(
            encoder == Encoder.FROZEN
                ? source.network().withFixedStatistics(ENCODER)
                : source.network(),
            state.weights(),
            source.description());
    TrainableModel model = TrainableModel.open(form, device, precision);
    try {
      return new Learner(model, settings, length, encoder, precision, state);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private List<ParameterGroup> groups() {
    Map<String, NDArray> inEncoder = new LinkedHashMap<>();
    Map<String, NDArray> elsewhere = new LinkedHashMap<>();
    model
        .parameters()
        .forEach(
            (name, array) -> (name.startsWith(ENCODER) ? inEncoder : elsewhere).put(name, array));
    List<ParameterGroup> groups = new ArrayList<>();
    if (encoder == Encoder.FROZEN) {
      // Backpropagation then stops at the encoder's output.
      inEncoder.values().forEach(parameter -> parameter.setRequiresGradient(false));
    } else {
      groups.add(
          new ParameterGroup(
              "encoder", inEncoder, settings.optimizer().encoderLearningRateFactor()));
    }
    groups.add(new ParameterGroup("others", elsewhere, 1));
    return groups;
  }

  /** Seeds the random numbers drawn within the network (dropout). */
  void seed(long seed) {
    model.manager().getEngine().setRandomSeed(Long.hashCode(seed));
  }

  /** Trains on a batch and returns its loss, computed before the weights change. */
  double train(Batch batch) {
    return NativeWork.run(() -> accumulate(batch));
  }

  private double accumulate(Batch batch) {
    double loss = model.addGradients(batch, settings.loss(), lossFactor());
    pending++;
    if (pending == settings.optimizer().accumulatedBatches() && Double.isFinite(loss)) {
      step();
    }
    return loss;
  }

  private double lossFactor() {
    return lossScale.map(LossScale::value).orElse(1.0);
  }

  /** Takes a step with the remaining gradients if the epoch's batches do not fill the last one. */
  void finishEpoch() {
    if (pending > 0) {
      NativeWork.run(
          () -> {
            step();
            return null;
          });
    }
  }

  private void step() {
    JniUtils.setGradMode(false);
    try {
      double scale = 1 / (pending * lossFactor());
      double maxNorm = settings.optimizer().maxGradientNorm();
      if (Double.isFinite(maxNorm) || lossScale.isPresent()) {
        double norm = scale * Gradients.norm(optimizer.groups());
        if (lossScale.isPresent() && !lossScale.get().accepts(norm)) {
          optimizer.forgetGradients();
          pending = 0;
          return;
        }
        scale *= Gradients.clipFactor(norm, maxNorm);
      }
      learningRate =
          settings.optimizer().learningRate() * settings.schedule().factor(steps, length);
      optimizer.step(learningRate, scale);
      steps++;
      pending = 0;
      average.ifPresent(mean -> mean.update(model.manager(), steps));
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  /** Learning rate of the last step. */
  double learningRate() {
    return learningRate;
  }

  /** A computation on the network. */
  @FunctionalInterface
  interface Evaluation<T> {
    T of(TrainableModel model) throws InterruptedException;
  }

  /** Evaluates the network with the weights of {@link State#evaluated}. */
  <T> T evaluate(Evaluation<T> evaluation) throws InterruptedException {
    if (average.isEmpty()) {
      return evaluation.of(model);
    }
    Map<String, NDArray> live = withoutGradients(() -> average.get().swapIn());
    try {
      return evaluation.of(model);
    } finally {
      withoutGradients(
          () -> {
            average.get().swapOut(live);
            return live;
          });
    }
  }

  private static <T> T withoutGradients(Supplier<T> action) {
    JniUtils.setGradMode(false);
    try {
      return action.get();
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  /** Copies everything the next step depends on. */
  State state() {
    Map<String, Tensor> ofOptimizer = new LinkedHashMap<>(optimizer.state());
    lossScale.ifPresent(scale -> ofOptimizer.putAll(scale.state()));
    return new State(
        model.weights(), ofOptimizer, average.map(WeightAverage::state).orElse(Map.of()), steps);
  }

  @Override
  public void close() {
    model.close();
  }
}
