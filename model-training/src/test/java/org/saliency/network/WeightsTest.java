package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

  private static final Network NETWORK = Networks.named("deeplab-resnet18");

  private final Weights weights = Weights.initial(NETWORK, 1);

  @Test
  void aSeedGivesTheSameWeightsAgain() {
    assertThat(Weights.initial(NETWORK, 1).hash()).isEqualTo(weights.hash());
  }

  @Test
  void anotherSeedGivesOtherWeightsInEveryConvolution() {
    Weights others = Weights.initial(NETWORK, 2);
    assertThat(others.hash()).isNotEqualTo(weights.hash());
    weights.tensors().keySet().stream()
        .filter(name -> weights.tensor(name).shape().length == 4)
        .forEach(
            name ->
                assertThat(others.tensor(name).floats())
                    .as(name)
                    .isNotEqualTo(weights.tensor(name).floats()));
  }

  @Test
  void aTensorDependsOnItsNameAndNotOnTheNetwork() {
    Weights larger = Weights.initial(Networks.named("deeplab-resnet50"), 1);
    assertThat(larger.tensor("encoder.conv1.weight").floats())
        .isEqualTo(weights.tensor("encoder.conv1.weight").floats());
  }

  @Test
  void tensorsOfOneShapeDiffer() {
    assertThat(weights.tensor("encoder.layer1.0.conv1.weight").floats())
        .isNotEqualTo(weights.tensor("encoder.layer1.0.conv2.weight").floats());
  }

  @Test
  void convolutionsAreUniformWithinOneOverTheRootOfTheirInputs() {
    assertUniform("encoder.conv1.weight", 3 * 7 * 7);
    assertUniform("encoder.layer1.0.conv1.weight", 64 * 3 * 3);
    assertUniform("aspp.convs.4.1.weight", 512);
    assertUniform("final.weight", 16 * 3 * 3);
    assertThat(weights.tensor("final.bias").floats()[0]).isBetween(-1f / 12, 1f / 12);
  }

  private void assertUniform(String name, int inputs) {
    float[] values = weights.tensor(name).floats();
    double bound = 1 / Math.sqrt(inputs);
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    // A uniform distribution has mean 0 and variance bound^2 / 3; five standard errors of each.
    double error = 5 * bound / Math.sqrt(3.0 * values.length);
    assertThat(largest).as(name).isBetween(0.9 * bound, bound * (1 + 1e-6));
    assertThat(sum / values.length).as(name).isBetween(-error, error);
    assertThat(squares / values.length / (bound * bound) * 3).as(name).isBetween(0.7, 1.3);
  }

  @Test
  void batchNormsStartAsTheIdentity() {
    assertThat(weights.tensor("up1.1.weight").floats()).hasSize(64).containsOnly(1);
    assertThat(weights.tensor("up1.1.bias").floats()).hasSize(64).containsOnly(0);
    assertThat(weights.tensor("up1.1.running_mean").floats()).hasSize(64).containsOnly(0);
    assertThat(weights.tensor("up1.1.running_var").floats()).hasSize(64).containsOnly(1);
    assertThat(weights.tensor("up1.1.num_batches_tracked").longs()).containsExactly(0);
  }

  @Test
  void theHashCoversValuesNamesAndShapes() {
    Weights base = of("a", Tensor.of(new long[] {2, 3}, new float[6]));
    assertThat(of("a", Tensor.of(new long[] {2, 3}, new float[6])).hash()).isEqualTo(base.hash());
    assertThat(of("b", Tensor.of(new long[] {2, 3}, new float[6])).hash())
        .isNotEqualTo(base.hash());
    assertThat(of("a", Tensor.of(new long[] {3, 2}, new float[6])).hash())
        .isNotEqualTo(base.hash());
    assertThat(of("a", Tensor.of(new long[] {2, 3}, new float[] {0, 0, 0, 0, 0, 1e-30f})).hash())
        .isNotEqualTo(base.hash());
  }

  private static Weights of(String name, Tensor tensor) {
    return new Weights(Map.of(name, tensor));
  }

  @Test
  void theHashIsIndependentOfTheOrderOfTensors() {
    Map<String, Tensor> backwards = new LinkedHashMap<>();
    weights.tensors().keySet().stream()
        .sorted(Comparator.reverseOrder())
        .forEach(name -> backwards.put(name, weights.tensor(name)));
    assertThat(new Weights(backwards).hash()).isEqualTo(weights.hash());
  }

  @Test
  void refusesAnUnknownTensorByName() {
    assertThatThrownBy(() -> weights.tensor("up4.0.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("up4.0.weight");
  }

  @Test
  void refusesATensorWhoseValuesDoNotMatchItsShape() {
    assertThatThrownBy(() -> Tensor.of(new long[] {2, 3}, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[2, 3]", "6", "5");
  }
}
