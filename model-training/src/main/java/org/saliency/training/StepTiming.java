package org.saliency.training;

import ai.djl.Device;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.pytorch.PyTorch;
import org.saliency.settings.Settings;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Batch;

/**
 * How long a step of training takes: forward, backward and Adam, with {@code train}'s default loss,
 * on a batch of noise, so that no reading of files is part of it.
 *
 * @param device where it ran, for example {@code cpu}
 * @param precision what forward and backward passes computed in
 * @param batchSize images of a step
 * @param seconds of each step, without the first, which warms up
 * @param coreSeconds processor time of a step, the mean; on a busy machine it counts the time that
 *     PyTorch's threads wait for each other in a loop, unless OMP_WAIT_POLICY is PASSIVE
 * @param losses of each of these steps
 */
public record StepTiming(
    String device,
    Precision precision,
    int batchSize,
    List<Double> seconds,
    double coreSeconds,
    List<Double> losses) {

  private static final int WARM_UP = 1;

  public StepTiming {
    seconds = List.copyOf(seconds);
    losses = List.copyOf(losses);
  }

  /**
   * Takes steps from the weights of a model, which itself stays as it is.
   *
   * @param steps that are timed, at least 1
   * @throws org.saliency.UserException when the device asked for is not there
   */
  public static StepTiming measure(
      Model model,
      int batchSize,
      int steps,
      PyTorch.DeviceChoice deviceChoice,
      PyTorch.PrecisionChoice precisionChoice)
      throws IOException {
    Device device = PyTorch.device(deviceChoice);
    Precision precision = PyTorch.trainingPrecision(precisionChoice, device);
    TrainingSettings settings =
        TrainingSettings.from(Settings.load(Optional.empty(), Map.of()).section("train"));
    Learner.State start = Learner.State.start(model.weights());
    List<Double> seconds = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    Batch batch = noise(model, batchSize);
    double coreStart = 0;
    double coreSeconds = 0;
    try (Learner learner =
        Learner.open(
            model,
            start,
            Learner.Encoder.LEARNING,
            settings,
            new Schedule.Length(1, WARM_UP + steps),
            device,
            precision)) {
      for (int i = 0; i < WARM_UP + steps; i++) {
        if (i == WARM_UP) {
          coreStart = processCoreSeconds();
        }
        long begin = System.nanoTime();
        double loss = learner.learn(batch); // the loss is read, so the device has done its work
        if (i >= WARM_UP) {
          seconds.add((System.nanoTime() - begin) / 1e9);
          losses.add(loss);
        }
      }
      coreSeconds = (processCoreSeconds() - coreStart) / steps;
    }
    return new StepTiming(
        device.getDeviceType(), precision, batchSize, seconds, coreSeconds, losses);
  }

  private static double processCoreSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Inputs of normal noise, truth of uniform noise that sums to one. */
  private static Batch noise(Model model, int batchSize) {
    Random random = new Random(1);
    int pixels = model.description().inputSize().pixels();
    float[] input = new float[batchSize * model.network().options().window() * 3 * pixels];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] truth = new float[batchSize * pixels];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = 2 * random.nextFloat() / pixels;
    }
    List<String> names = IntStream.range(0, batchSize).mapToObj(i -> "noise " + i).toList();
    return new Batch(names, input, truth, new float[0]);
  }

  /** The middle one of the steps' seconds. */
  public double medianSeconds() {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
