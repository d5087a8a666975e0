package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.saliency.torchscript.PyTorch;

/** Expected values were recorded from PyTorch by {@code networks/adam.py}. */
class AdamTest {

  private static final int WEIGHTS = 6;

  @Test
  void fiveStepsAtChangingRatesGoWherePyTorchGoes() throws IOException {
    float[][] expected =
        new ObjectMapper()
            .readValue(AdamTest.class.getResourceAsStream("/networks/adam.json"), float[][].class);
    try (Model model = PyTorch.newModel(Device.cpu())) {
      NDManager manager = model.getNDManager();
      NDArray weights = manager.create(spread(1, 3));
      weights.setRequiresGradient(true);
      Adam adam = new Adam(Map.of("weights", weights));
      for (int step = 0; step < expected.length; step++) {
        try (GradientCollector gradients = manager.getEngine().newGradientCollector()) {
          // The gradient of a weighted sum is its weights.
          gradients.backward(weights.mul(manager.create(spread(0.5, 11 + step))).sum());
          adam.step(1e-3 * (step + 1));
        }
        float[] values = weights.toFloatArray();
        for (int i = 0; i < WEIGHTS; i++) {
          assertThat(values[i])
              .as("weight %d after step %d", i, step + 1)
              .isCloseTo(expected[step][i], within(1e-6f * Math.abs(expected[step][i])));
        }
      }
    }
  }

  /** As adam.py computes them. */
  private static float[] spread(double scale, int offset) {
    float[] values = new float[WEIGHTS];
    for (int i = 0; i < WEIGHTS; i++) {
      values[i] = (float) (scale * ((31 * i * i + 17 * i + 101 * offset) % 10007 / 5003.0 - 1));
    }
    return values;
  }
}
