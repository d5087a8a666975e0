package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.checkpoint.Formula;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Network;
import org.saliency.network.Networks;
import org.saliency.network.Tensor;

/**
 * Compares PyTorch's results on an archive written by Java with those of a network written in
 * Python, {@code networks/forward_pass.py}, with the same weights and frames.
 */
class ForwardPassTest {

  private static final Size SIZE = new Size(316, 28);
  private static final int BATCH = 2;
  private static final int MAP_STEP = 277;
  private static final float[] PLANES = Formula.floats(Formula.spread(BATCH * 3 * 28 * 316, 7));

  @TempDir private Path folder;

  private JsonNode expected;
  private PlainRun run;

  @BeforeEach
  void open() throws Exception {
    expected =
        new ObjectMapper()
            .readTree(ForwardPassTest.class.getResourceAsStream("/networks/forward-pass.json"));
    Network network = Networks.named("deeplab-resnet18");
    Path file = folder.resolve("M.pt");
    Model.of(network, Formula.weights(network), SIZE, Map.of(), Map.of()).write(file);
    run = new PlainRun(file);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void evaluationEqualsTheNetworkWrittenInPython() {
    assertEqual(run.evaluate(PLANES, BATCH, SIZE), expected.get("evaluation"));
  }

  @Test
  void evaluationKeepsRunningStatistics() throws IOException {
    run.evaluate(PLANES, BATCH, SIZE);
    Map<String, Tensor> before = Formula.weights(Networks.named("deeplab-resnet18")).tensors();
    Map<String, Tensor> after = run.save(folder.resolve("after.pt"));
    assertThat(after).hasSameSizeAs(before);
    after.forEach(
        (name, tensor) -> {
          if (tensor.isFloat()) {
            assertThat(tensor.floats()).as(name).isEqualTo(before.get(name).floats());
          } else {
            assertThat(tensor.longs()).as(name).containsExactly(5);
          }
        });
  }

  @Test
  void trainingUsesBatchStatisticsAsTheNetworkWrittenInPython() {
    assertEqual(run.train(PLANES, BATCH, SIZE), expected.get("training"));
  }

  @Test
  void trainingUpdatesRunningStatisticsAsTheNetworkWrittenInPython() throws IOException {
    run.train(PLANES, BATCH, SIZE);
    Map<String, Tensor> after = run.save(folder.resolve("after.pt"));
    for (Map.Entry<String, JsonNode> statistic : expected.get("statistics").properties()) {
      float[] values = after.get(statistic.getKey()).floats();
      for (int i = 0; i < statistic.getValue().size(); i++) {
        assertThat((double) values[i])
            .as("%s[%d]", statistic.getKey(), i)
            .isCloseTo(statistic.getValue().get(i).asDouble(), within(1e-4));
      }
    }
    assertThat(after.get("encoder.bn1.num_batches_tracked").longs()).containsExactly(6);
    assertThat(after.get("up3.1.num_batches_tracked").longs()).containsExactly(6);
  }

  @Test
  void evaluationAndTrainingAlternate() {
    float[] before = run.evaluate(PLANES, BATCH, SIZE);
    run.train(PLANES, BATCH, SIZE);
    float[] after = run.evaluate(PLANES, BATCH, SIZE);
    assertEqual(before, expected.get("evaluation"));
    assertThat(after).isNotEqualTo(before); // the running statistics have moved
  }

  private static void assertEqual(float[] maps, JsonNode recorded) {
    assertThat(recorded.size()).isEqualTo((maps.length + MAP_STEP - 1) / MAP_STEP);
    for (int i = 0; i < recorded.size(); i++) {
      assertThat((double) maps[i * MAP_STEP])
          .as("value %d", i * MAP_STEP)
          .isCloseTo(recorded.get(i).asDouble(), within(1e-4));
    }
  }
}
