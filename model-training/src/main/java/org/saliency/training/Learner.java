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
import org.saliency.training.optimizer.Optimizer;
import org.saliency.training.optimizer.ParameterGroup;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.optimizer.WeightAverage;
import org.saliency.training.sample.Batch;

/**
 * A network that learns: gradients are added up over batches, shortened, and followed; a running
 * mean of the weights goes along. It holds native memory: whoever opens it closes it.
 */
final class Learner implements AutoCloseable {

  private static final String ENCODER = "encoder.";

  /** Whether the encoder learns. */
  enum Encoder {
    /** Weights and running statistics stay as they are. */
    FROZEN,
    /** It learns as the other parts do. */
    LEARNING
  }

  /**
   * Everything that the next step depends on.
   *
   * @param weights parameters and running statistics
   * @param optimizer moments and numbers of steps; empty at the start
   * @param average running mean of the parameters; empty when there is none
   * @param steps taken so far
   */
  record State(
      Weights weights, Map<String, Tensor> optimizer, Map<String, Tensor> average, int steps) {

    /** The weights as they are to be judged and saved: averaged, if they are averaged at all. */
    Weights judged() {
      Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
      tensors.putAll(average);
      return new Weights(tensors);
    }

    /** Where training starts from. */
    static State start(Weights weights) {
      return new State(weights, Map.of(), Map.of(), 0);
    }
  }

  private final TrainableModel model;
  private final TrainingSettings settings;
  private final Schedule.Length length;
  private final Optimizer optimizer;
  private final Optional<WeightAverage> average;
  private final Encoder encoder;
  private int steps;
  private int pending;
  private double learningRate;

  private Learner(
      TrainableModel model,
      TrainingSettings settings,
      Schedule.Length length,
      Encoder encoder,
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
    optimizer.restore(state.optimizer());
    average.ifPresent(mean -> mean.restore(state.average()));
    this.steps = state.steps();
  }

  /**
   * Brings a network onto a device.
   *
   * @param source its description; the weights are those of the state
   * @param length of the whole training
   * @param precision what forward and backward passes compute in
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
      return new Learner(model, settings, length, encoder, state);
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
      // Without gradients there, the way back ends where the encoder does.
      inEncoder.values().forEach(parameter -> parameter.setRequiresGradient(false));
    } else {
      groups.add(
          new ParameterGroup(
              "encoder", inEncoder, settings.optimizer().encoderLearningRateFactor()));
    }
    groups.add(new ParameterGroup("others", elsewhere, 1));
    return groups;
  }

  /** Decides on what is drawn at random within the network (dropout) from here on. */
  void seed(long seed) {
    model.manager().getEngine().setRandomSeed(Long.hashCode(seed));
  }

  /** Learns from a batch; gives its loss before that. */
  double learn(Batch batch) {
    return NativeWork.run(() -> learnFrom(batch));
  }

  private double learnFrom(Batch batch) {
    double loss = model.addGradients(batch, settings.loss());
    pending++;
    if (pending == settings.optimizer().accumulatedBatches() && Double.isFinite(loss)) {
      step();
    }
    return loss;
  }

  /** Follows the gradients that are left over when an epoch's batches do not fill a step. */
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
      double scale = 1.0 / pending;
      double longest = settings.optimizer().longestGradient();
      if (Double.isFinite(longest)) {
        scale *= Gradients.clipping(scale * Gradients.norm(optimizer.groups()), longest);
      }
      learningRate =
          settings.optimizer().learningRate() * settings.schedule().factor(steps, length);
      optimizer.step(learningRate, scale);
      steps++;
      pending = 0;
      average.ifPresent(mean -> mean.add(model.manager(), steps));
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  /** The learning rate of the last step. */
  double learningRate() {
    return learningRate;
  }

  /** Something that is done with the network. */
  @FunctionalInterface
  interface Use<T> {
    T of(TrainableModel model) throws InterruptedException;
  }

  /** Uses the network with the weights of {@link State#judged}. */
  <T> T judged(Use<T> use) throws InterruptedException {
    if (average.isEmpty()) {
      return use.of(model);
    }
    Map<String, NDArray> live = withoutGradients(() -> average.get().swapIn());
    try {
      return use.of(model);
    } finally {
      withoutGradients(
          () -> {
            average.get().putBack(live);
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

  /** A copy of everything that the next step depends on. */
  State state() {
    return new State(
        model.weights(),
        optimizer.state(),
        average.map(WeightAverage::state).orElse(Map.of()),
        steps);
  }

  @Override
  public void close() {
    model.close();
  }
}
