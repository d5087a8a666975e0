package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Batch;

/** Compares with values from PyTorch recorded by {@code record_training.py}. */
class LearnerTest {

  private static final Size SIZE = new Size(64, 36);
  private static final int BATCH = 4;

  private static Batch batch(int step) {
    float[] input = new float[BATCH * 3 * SIZE.pixels()];
    for (int i = 0; i < input.length; i++) {
      input[i] = noise(i + 1000003L * (step + 1));
    }
    float[] truth = new float[BATCH * SIZE.pixels()];
    for (int frame = 0; frame < BATCH; frame++) {
      putBlob(truth, frame, 8 + 5 * frame, 10 + 9 * ((frame + step) % BATCH));
    }
    return new Batch(Collections.nCopies(BATCH, "synthetic"), input, truth, new float[0]);
  }

  private static float noise(long position) {
    long value = position * 2654435761L & 0xffffffffL;
    value = (value ^ value >> 15) * 2246822519L & 0xffffffffL;
    return (float) ((value >> 8) / 0x1p24 * 2 - 1);
  }

  private static void putBlob(float[] truth, int frame, int row, int column) {
    double[] blob = new double[SIZE.pixels()];
    double sum = 0;
    for (int i = 0; i < blob.length; i++) {
      double y = i / SIZE.width() - row;
      double x = i % SIZE.width() - column;
      blob[i] = Math.exp(-(y * y + x * x) / 50);
      sum += blob[i];
    }
    for (int i = 0; i < blob.length; i++) {
      truth[frame * blob.length + i] = (float) (blob[i] / sum);
    }
  }

  @Test
  void fiveStepsOfAdamMatchPyTorchLossesAndStatistics() throws Exception {
    JsonNode recorded;
    try (InputStream json = LearnerTest.class.getResourceAsStream("training.json")) {
      recorded = new ObjectMapper().readTree(json);
    }
    Model model = Model.create("deeplab-resnet18", SIZE, 1);
    try (Learner learner = learner(model, Learner.State.start(model.weights()), Precision.FP32)) {
      for (int step = 0; step < 5; step++) {
        double expected = recorded.get("losses").get(step).doubleValue();
        double loss = learner.train(batch(step));
        assertThat(loss).as("loss of step %d", step).isCloseTo(expected, within(1e-3 * expected));
      }
      Weights trained = learner.state().weights();
      recorded
          .get("statistics")
          .properties()
          .forEach(
              entry -> {
                float[] values = trained.tensor(entry.getKey()).floats();
                for (int i = 0; i < entry.getValue().size(); i++) {
                  double expected = entry.getValue().get(i).doubleValue();
                  assertThat((double) values[i])
                      .as("%s[%d]", entry.getKey(), i)
                      .isCloseTo(expected, within(1e-3 * Math.abs(expected) + 1e-4));
                }
              });
      assertThat(trained.tensor("up2.1.num_batches_tracked").longs()).containsExactly(5);
    }
  }

  private static Batch firstFrame(Batch batch) {
    return new Batch(
        List.of("synthetic"),
        Arrays.copyOf(batch.input(), 3 * SIZE.pixels()),
        Arrays.copyOf(batch.truth(), SIZE.pixels()),
        new float[0]);
  }

  /** The pooled branch has one value per channel then, which has no variance. */
  @Test
  void learnsFromBatchesOfOneFrame() throws Exception {
    Model model = Model.create("deeplab-resnet18", SIZE, 1);
    String pooled = "aspp.convs.4.2.";
    TrainingSettings settings =
        TrainingSettings.from(TinyTraining.section(Map.of("learning-rate", "1e-3")));
    try (Learner learner =
        Learner.open(
            model,
            Learner.State.start(model.weights()),
            Learner.Encoder.TRAINED,
            settings,
            new Schedule.Length(1, 5),
            Device.cpu(),
            Precision.FP32)) {
      double first = learner.train(firstFrame(batch(0)));
      double last = first;
      for (int step = 1; step < 6; step++) {
        last = learner.train(firstFrame(batch(0)));
      }

      assertThat(last).isLessThan(first).isPositive();
      Weights trained = learner.state().weights();
      for (String statistics : new String[] {"running_mean", "running_var"}) {
        assertThat(trained.tensor(pooled + statistics).floats())
            .isEqualTo(model.weights().tensor(pooled + statistics).floats());
      }
      assertThat(trained.tensor(pooled + "weight").floats())
          .isNotEqualTo(model.weights().tensor(pooled + "weight").floats());
      assertThat(trained.tensor(pooled + "num_batches_tracked").longs()).containsExactly(0);
      assertThat(trained.tensor("up2.1.num_batches_tracked").longs()).containsExactly(6);

      learner.train(batch(1));
      trained = learner.state().weights();
      assertThat(trained.tensor(pooled + "num_batches_tracked").longs()).containsExactly(1);
      assertThat(trained.tensor(pooled + "running_mean").floats())
          .isNotEqualTo(model.weights().tensor(pooled + "running_mean").floats());
    }
  }

  private static Learner learner(Model model, Learner.State state, Precision precision)
      throws IOException {
    TrainingSettings settings =
        TrainingSettings.from(TinyTraining.section(Map.of("learning-rate", "1e-5")));
    return Learner.open(
        model,
        state,
        Learner.Encoder.TRAINED,
        settings,
        new Schedule.Length(1, 5),
        Device.cpu(),
        precision);
  }

  @Test
  void flipAveragingDoesNotChangeTheTraining() throws Exception {
    Model plain = Model.create("deeplab-resnet18", SIZE, 1);
    Model averaging =
        Model.create(
            "deeplab-resnet18", NetworkOptions.of(Map.of("flip-averaging", "true")), SIZE, 1);
    try (Learner expected = learner(plain, Learner.State.start(plain.weights()), Precision.FP32);
        Learner learner =
            learner(averaging, Learner.State.start(averaging.weights()), Precision.FP32)) {
      for (int step = 0; step < 2; step++) {
        assertThat(learner.train(batch(step))).isEqualTo(expected.train(batch(step)));
      }
    }
  }

  /** Before the first step, with a factor of the loss in float16. */
  private static Learner.State scaled(Model model, float factor) {
    Tensor scale = Tensor.of(new long[] {2}, new float[] {factor, 0});
    return new Learner.State(model.weights(), Map.of("loss-scale", scale), Map.of(), 0);
  }

  /** CPUs convolve slowly in float16, hence the large stride. */
  private static Model modelForFloat16() {
    return Model.create(
        "deeplab-resnet18", NetworkOptions.of(Map.of("output-stride", "32")), SIZE, 1);
  }

  @Test
  void learnsInFloat16() throws Exception {
    Model model = modelForFloat16();
    Learner.State start = scaled(model, 1024);
    try (Learner exact = learner(model, start, Precision.FP32);
        Learner rounded = learner(model, start, Precision.FP16)) {
      for (int step = 0; step < 2; step++) {
        double expected = exact.train(batch(step));
        assertThat(rounded.train(batch(step))).isCloseTo(expected, within(0.03 * expected));
      }
      assertThat(rounded.state().steps()).isEqualTo(2);
      assertThat(rounded.state().optimizer().get("loss-scale").floats()).containsExactly(1024, 2);
    }
  }

  @Test
  void aStepWhoseGradientsOverflowIsLeftOut() throws Exception {
    Model model = modelForFloat16();
    try (Learner learner = learner(model, scaled(model, 1e30f), Precision.FP16)) {
      learner.train(firstFrame(batch(0)));
      Learner.State after = learner.state();
      assertThat(after.steps()).isZero();
      assertThat(after.optimizer().get("loss-scale").floats()).containsExactly(5e29f, 0);
      model.network().parameters().keySet().stream()
          .filter(name -> name.endsWith("weight") || name.endsWith("bias"))
          .forEach(
              name ->
                  assertThat(after.weights().tensor(name).floats())
                      .as(name)
                      .isEqualTo(model.weights().tensor(name).floats()));
    }
  }
}
