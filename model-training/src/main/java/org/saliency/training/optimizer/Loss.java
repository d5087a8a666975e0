package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.settings.Settings;

/** What training lowers: terms times their weights, summed up. */
public record Loss(Map<LossTerm, Double> weights) {

  private static final double LARGEST_WEIGHT = 1e6;

  /** Terms of weight 0 are left out. */
  public Loss {
    EnumMap<LossTerm, Double> used = new EnumMap<>(LossTerm.class);
    weights.forEach(
        (term, weight) -> {
          if (weight != 0) {
            used.put(term, weight);
          }
        });
    weights = Collections.unmodifiableMap(used);
  }

  /**
   * Reads the section {@code train.loss}.
   *
   * @throws UserException when every weight is 0
   */
  public static Loss from(Settings settings) {
    Settings section = settings.section("weights");
    EnumMap<LossTerm, Double> weights = new EnumMap<>(LossTerm.class);
    for (LossTerm term : LossTerm.values()) {
      weights.put(term, section.number(Settings.kebab(term), -LARGEST_WEIGHT, LARGEST_WEIGHT));
    }
    Loss loss = new Loss(weights);
    if (loss.weights.isEmpty()) {
      throw UserException.usage(
          "all of train.loss.weights are 0, so that there is nothing to learn: set one, for example"
              + " train.loss.weights.kld = 1");
    }
    return loss;
  }

  /** Whether a term looks at fixations. */
  public boolean takesFixations() {
    return weights.keySet().stream().anyMatch(LossTerm::takesFixations);
  }

  /** What its value is called: {@code kld} when it is that alone, else {@code loss}. */
  public String label() {
    return weights.equals(Map.of(LossTerm.KLD, 1.0)) ? "kld" : "loss";
  }

  /**
   * The loss of a batch.
   *
   * @param prediction [batch, 1, height, width], not negative
   * @param target of the same frames
   * @return a scalar that gradients flow through
   */
  public NDArray of(NDArray prediction, LossTarget target) {
    NDArray flat = prediction.reshape(new Shape(target.batch(), target.pixels()));
    return weights.entrySet().stream()
        .map(entry -> weighted(entry.getKey().of(flat, target), entry.getValue()))
        .reduce(NDArray::add)
        .orElseThrow();
  }

  private static NDArray weighted(NDArray term, double weight) {
    return weight == 1 ? term : term.mul((float) weight);
  }
}
