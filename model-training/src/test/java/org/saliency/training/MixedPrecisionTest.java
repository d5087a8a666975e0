package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.network.Weights;
import org.saliency.training.optimizer.Adam;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTerm;
import org.saliency.training.optimizer.ParameterGroup;
import org.saliency.training.sample.Batch;

class MixedPrecisionTest {

  private static final Size SIZE = new Size(64, 40);
  private static final int STEPS = 3;
  private static final Model MODEL = Model.create("deeplab-resnet18", SIZE, 4);

  private static Trained exact;
  private static Trained rounded;
  private static final Loss LOSS = new Loss(Map.of(LossTerm.KLD, 1.0));

  @BeforeAll
  static void trainInBothPrecisions() throws IOException {
    exact = train(Precision.FP32);
    rounded = train(Precision.BF16);
  }

  private record Trained(List<Double> losses, Weights weights) {}

  private static Trained train(Precision precision) throws IOException {
    try (TrainableModel trainable = TrainableModel.open(MODEL, Device.cpu(), precision)) {
      List<Double> losses = new ArrayList<>();
      ParameterGroup all = new ParameterGroup("all", trainable.parameters(), 1);
      Adam adam = new Adam(List.of(all), 0, Adam.Decay.OF_GRADIENT);
      for (int step = 0; step < STEPS; step++) {
        losses.add(trainable.addGradients(batch(), LOSS, 1));
        adam.step(1e-4, 1);
      }
      return new Trained(losses, trainable.weights());
    }
  }

  private static Batch batch() {
    Random random = new Random(5);
    float[] input = new float[4 * 3 * SIZE.pixels()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] truth = new float[4 * SIZE.pixels()];
    for (int frame = 0; frame < 4; frame++) {
      for (int i = 0; i < SIZE.pixels(); i++) {
        double x = (i % SIZE.width() - 12 * frame - 10) / 8.0;
        double y = (i / SIZE.width() - 20) / 8.0;
        truth[frame * SIZE.pixels() + i] = (float) (Math.exp(-(x * x + y * y) / 2) / 402);
      }
    }
    return new Batch(List.of("a", "b", "c", "d"), input, truth, new float[0]);
  }

  @Test
  void lossesDecreaseAsInFloat32() {
    assertThat(rounded.losses()).isNotEqualTo(exact.losses());
    // Only the first step: later ones diverge, since early Adam steps depend on the gradients'
    // signs.
    assertThat(rounded.losses().get(0))
        .isCloseTo(exact.losses().get(0), within(0.02 * exact.losses().get(0)));
    assertThat(rounded.losses().get(STEPS - 1)).isLessThan(rounded.losses().get(0));
  }

  @Test
  void weightsAndStatisticsStayFloat32AndChange() {
    Weights weights = rounded.weights();
    assertThat(weights.tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(MODEL.weights().tensors().keySet());
    MODEL
        .network()
        .parameters()
        .forEach((name, parameter) -> assertThat(parameter.fits(weights.tensor(name))).isTrue());
    float[] before = MODEL.weights().tensor("encoder.layer1.0.conv1.weight").floats();
    float[] after = weights.tensor("encoder.layer1.0.conv1.weight").floats();
    // bfloat16 weights could not represent steps of 1e-4: they would not change, or jump.
    float moved = Math.abs(after[7] - before[7]);
    assertThat(moved).isBetween(1e-6f, 5e-4f);
    assertThat(weights.tensor("encoder.bn1.running_var").floats()[0]).isNotEqualTo(1);
  }

  @Test
  void equalStepsGiveEqualWeights() throws IOException {
    assertThat(train(Precision.BF16).weights().hash()).isEqualTo(rounded.weights().hash());
  }
}
