package org.saliency.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.network.Tensor;
import org.saliency.settings.Settings;

/** Compares with values from PyTorch recorded by {@code record_optimizers.py}. */
class OptimizerTest {

  private static final JsonNode RECORDED = recorded();

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  private static JsonNode recorded() {
    try (InputStream json = OptimizerTest.class.getResourceAsStream("optimizers.json")) {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void disableGradientRecording() {
    JniUtils.setGradMode(false);
  }

  @AfterEach
  void free() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private NDArray parameter() {
    NDArray parameter = manager.create(floats(RECORDED.get("start")));
    parameter.setRequiresGradient(true);
    return parameter;
  }

  /** Adds a gradient to a parameter by backpropagation through a weighted sum. */
  private void setGradient(NDArray parameter, JsonNode gradient) {
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      collector.backward(parameter.mul(manager.create(floats(gradient))).sum());
    }
  }

  private static ParameterGroup group(String name, NDArray parameter, double factor) {
    return new ParameterGroup(name, Map.of(name + ".weight", parameter), factor);
  }

  private static OptimizerSettings settings(Map<String, String> keys) {
    Map<String, String> overrides = new TreeMap<>();
    keys.forEach((key, value) -> overrides.put("train.optimizer." + key, value));
    return OptimizerSettings.from(Settings.load(Optional.empty(), overrides).section("train"));
  }

  @ParameterizedTest
  @CsvSource({
    "adam, adam, 0, 0, 0",
    "adam with weight decay, adam, 0.05, 0, 0",
    "adamw with weight decay, adamw, 0.05, 0, 0",
    "sgd, sgd, 0, 0, 0",
    "sgd with momentum, sgd, 0.05, 0.9, 0",
    "sgd-nesterov, sgd-nesterov, 0.05, 0.9, 0",
    "adam with clipped gradients, adam, 0, 0, 0.5",
    "sgd with clipped gradients, sgd, 0, 0.9, 0.5",
  })
  void fiveStepsMatchPyTorch(
      String recordedCase, String kind, String decay, String momentum, String clipNorm) {
    OptimizerSettings settings =
        settings(
            Map.of(
                "kind", kind, "weight-decay", decay, "momentum", momentum, "clip-norm", clipNorm));
    NDArray parameter = parameter();
    Optimizer optimizer = settings.create(List.of(group("all", parameter, 1)));
    JsonNode expected = RECORDED.get("cases").get(recordedCase);
    for (int step = 0; step < expected.size(); step++) {
      setGradient(parameter, RECORDED.get("gradients").get(step));
      double norm = Gradients.norm(optimizer.groups());
      optimizer.step(
          RECORDED.get("rates").get(step).doubleValue(),
          Gradients.clipFactor(norm, settings.maxGradientNorm()));
      assertClose(parameter.toFloatArray(), floats(expected.get(step)));
    }
    assertThat(parameter.getGradient().toFloatArray()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "adam, OF_GRADIENT, 0",
    "adam with weight decay, OF_GRADIENT, 0.05",
    "adamw with weight decay, OF_PARAMETER, 0.05",
  })
  void theFusedKernelMatchesPyTorchToo(String recordedCase, Adam.Decay decay, double weightDecay) {
    NDArray first = parameter();
    NDArray second = parameter();
    Map<String, NDArray> both = new TreeMap<>(Map.of("a", first, "b", second));
    ParameterGroup all = new ParameterGroup("all", both, 1);
    Optimizer optimizer = new FusedAdam(List.of(all), weightDecay, decay);
    JsonNode expected = RECORDED.get("cases").get(recordedCase);
    for (int step = 0; step < expected.size(); step++) {
      for (NDArray parameter : both.values()) {
        setGradient(parameter, RECORDED.get("gradients").get(step));
        setGradient(parameter, RECORDED.get("gradients").get(step));
      }
      optimizer.step(RECORDED.get("rates").get(step).doubleValue(), 0.5);
      for (NDArray parameter : both.values()) {
        assertClose(parameter.toFloatArray(), floats(expected.get(step)));
        assertThat(parameter.getGradient().toFloatArray()).containsOnly(0);
      }
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("value %d", i)
          .isCloseTo(expected[i], within(Math.abs(expected[i]) * 1e-4f + 1e-6f));
    }
  }

  @Test
  void accumulatedGradientsAreAveraged() {
    NDArray once = parameter();
    NDArray twice = parameter();
    Optimizer one = settings(Map.of("kind", "sgd")).create(List.of(group("a", once, 1)));
    Optimizer two = settings(Map.of("kind", "sgd")).create(List.of(group("b", twice, 1)));
    JsonNode gradient = RECORDED.get("gradients").get(1);
    setGradient(once, gradient);
    one.step(0.1, 1);
    setGradient(twice, gradient);
    setGradient(twice, gradient);
    two.step(0.1, 0.5);
    assertClose(twice.toFloatArray(), once.toFloatArray());
  }

  @Test
  void groupsHaveTheirOwnLearningRates() {
    NDArray encoder = parameter();
    NDArray decoder = parameter();
    Optimizer optimizer =
        settings(Map.of("kind", "sgd", "momentum", "0"))
            .create(List.of(group("encoder", encoder, 0.1), group("decoder", decoder, 1)));
    setGradient(encoder, RECORDED.get("gradients").get(0));
    setGradient(decoder, RECORDED.get("gradients").get(0));
    optimizer.step(1, 1);
    float gradient = RECORDED.get("gradients").get(0).get(0).floatValue();
    float start = RECORDED.get("start").get(0).floatValue();
    assertThat(encoder.toFloatArray()[0]).isCloseTo(start - 0.1f * gradient, within(1e-6f));
    assertThat(decoder.toFloatArray()[0]).isCloseTo(start - gradient, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"adam", "adamw", "sgd", "sgd-nesterov"})
  void restoredStateContinuesExactly(String kind) {
    OptimizerSettings settings = settings(Map.of("kind", kind, "weight-decay", "0.01"));
    NDArray straight = parameter();
    Optimizer first = settings.create(List.of(group("all", straight, 1)));
    run(first, straight, 0, 3);
    Map<String, Tensor> state = first.state();
    NDArray resumed = manager.create(straight.toFloatArray(), new Shape(4));
    resumed.setRequiresGradient(true);
    run(first, straight, 3, 5);
    Optimizer second = settings.create(List.of(group("all", resumed, 1)));
    second.restore(state);
    run(second, resumed, 3, 5);
    assertThat(resumed.toFloatArray()).isEqualTo(straight.toFloatArray());
  }

  private void run(Optimizer optimizer, NDArray parameter, int from, int to) {
    for (int step = from; step < to; step++) {
      setGradient(parameter, RECORDED.get("gradients").get(step));
      optimizer.step(0.01, 1);
    }
  }

  @Test
  void groupAddedLaterStartsItsOwnStepCount() {
    NDArray early = parameter();
    Optimizer frozen = settings(Map.of()).create(List.of(group("decoder", early, 1)));
    run(frozen, early, 0, 3);
    NDArray late = parameter();
    Optimizer both =
        settings(Map.of()).create(List.of(group("encoder", late, 1), group("decoder", early, 1)));
    both.restore(frozen.state());
    List<Long> counts = new ArrayList<>();
    both.state()
        .forEach(
            (name, tensor) -> {
              if (!tensor.isFloat()) {
                counts.add(tensor.longs()[0]);
              }
            });
    assertThat(counts).containsExactly(0L, 3L);
  }
}
