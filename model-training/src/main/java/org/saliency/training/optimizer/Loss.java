package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.settings.Settings;

/** The training loss: a weighted sum of terms. */
public record Loss(Map<LossTerm, Double> weights) {

  private static final double MAX_WEIGHT = 1e6;

  /** Drops terms of weight 0. */
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
   * @throws UserException if every weight is 0, or one rewards bad maps
   */
  public static Loss from(Settings settings) {
    Settings section = settings.section("weights");
    EnumMap<LossTerm, Double> weights = new EnumMap<>(LossTerm.class);
    for (LossTerm term : LossTerm.values()) {
      String key = Settings.kebab(term);
      double weight = section.number(key, -MAX_WEIGHT, MAX_WEIGHT);
      requireSign(term, key, weight);
      weights.put(term, weight);
    }
    Loss loss = new Loss(weights);
    if (loss.weights.isEmpty()) {
      throw UserException.usage(
          "all train.loss.weights are 0: set at least one, for example train.loss.weights.kld = 1");
    }
    return loss;
  }

  private static void requireSign(LossTerm term, String key, double weight) {
    if (term.isHigherBetter() ? weight > 0 : weight < 0) {
      throw UserException.usage(
          "Invalid setting train.loss.weights.%s '%s': training minimises the loss, and %s values of"
              + " %s are better, so its weight must not be %s",
          key,
          weight,
          term.isHigherBetter() ? "higher" : "lower",
          term,
          term.isHigherBetter() ? "positive" : "negative");
    }
  }

  /** Whether a term uses fixations. */
  public boolean usesFixations() {
    return weights.keySet().stream().anyMatch(LossTerm::usesFixations);
  }

  /** Name of the value: {@code kld} if that is the only term, with weight 1, else {@code loss}. */
  public String label() {
    return weights.equals(Map.of(LossTerm.KLD, 1.0)) ? "kld" : "loss";
  }

  /**
   * Loss of a batch.
   *
   * @param prediction [batch, 1, height, width], non-negative
   * @param target ground truth of the same frames
   * @return a differentiable scalar
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
