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
 * Duration of training steps: forward pass, backward pass and Adam with {@code train}'s default
 * loss, on a batch of noise, so no file access is included.
 *
 * @param device device type, for example {@code cpu}
 * @param precision number format of forward and backward passes
 * @param batchSize images per step
 * @param seconds duration of each step, without the warm-up step
 * @param coreSeconds mean processor time per step; includes the time OpenMP's threads spin while
 *     waiting for each other unless OMP_WAIT_POLICY is passive, as set by the launcher
 * @param losses loss of each step
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
   * Times steps that start from the weights of a model; the model is not changed.
   *
   * @param steps number of timed steps, at least 1
   * @throws org.saliency.UserException if the device is not available or the precision is fp16
   */
  public static StepTiming measure(
      Model model,
      int batchSize,
      int steps,
      PyTorch.DeviceChoice deviceChoice,
      PyTorch.PrecisionChoice precisionChoice)
      throws IOException {
    Map<String, String> overrides =
        Map.of(
            "train.device", Settings.kebab(deviceChoice),
            "train.precision", Settings.kebab(precisionChoice));
    TrainingSettings settings =
        TrainingSettings.from(Settings.load(Optional.empty(), overrides).section("train"));
    Device device = PyTorch.device(settings.device());
    Precision precision = PyTorch.trainingPrecision(settings.precision(), device, model.network());
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
            Learner.Encoder.TRAINED,
            settings,
            new Schedule.Length(1, WARM_UP + steps),
            device,
            precision)) {
      for (int i = 0; i < WARM_UP + steps; i++) {
        if (i == WARM_UP) {
          coreStart = processCoreSeconds();
        }
        long begin = System.nanoTime();
        double loss = learner.train(batch); // reads the loss, so the device has finished
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

  /** Normally distributed inputs; maps of uniform noise that sum to about one. */
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

  /** Median duration of a step in seconds. */
  public double medianSeconds() {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
