package org.saliency.training.optimizer;

import java.util.List;
import org.saliency.settings.Settings;

/**
 * How parameters follow their gradients.
 *
 * @param kind the rule
 * @param learningRate the highest that the schedule reaches
 * @param encoderLearningRateFactor the encoder's learning rate over the others'
 * @param frozenEncoderEpochs epochs at the start in which the encoder stays as it is
 * @param weightDecay of all parameters
 * @param momentum of gradient descent
 * @param clipNorm longest gradient, over all parameters; 0 for any
 * @param accumulatedBatches batches whose gradients make one step
 * @param averagingDecay of the running mean of the weights; 0 for none
 */
public record OptimizerSettings(
    Kind kind,
    double learningRate,
    double encoderLearningRateFactor,
    int frozenEncoderEpochs,
    double weightDecay,
    double momentum,
    double clipNorm,
    int accumulatedBatches,
    double averagingDecay) {

  /** The rules to choose from. */
  public enum Kind {
    ADAM {
      @Override
      public Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Adam(groups, settings.weightDecay(), Adam.Decay.OF_GRADIENT);
      }
    },
    ADAMW {
      @Override
      public Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Adam(groups, settings.weightDecay(), Adam.Decay.OF_PARAMETER);
      }
    },
    SGD {
      @Override
      public Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Sgd(groups, settings.weightDecay(), settings.momentum(), Sgd.Momentum.CLASSICAL);
      }
    },
    SGD_NESTEROV {
      @Override
      public Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Sgd(groups, settings.weightDecay(), settings.momentum(), Sgd.Momentum.NESTEROV);
      }
    };

    public abstract Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups);
  }

  /** Reads the section {@code train}. */
  public static OptimizerSettings from(Settings settings) {
    Settings optimizer = settings.section("optimizer");
    return new OptimizerSettings(
        optimizer.choice("kind", Kind.class),
        settings.number("learning-rate", 1e-12, 100),
        settings.number("encoder-learning-rate-factor", 0, 1000),
        settings.integer("frozen-encoder-epochs", 0, 1_000_000),
        optimizer.number("weight-decay", 0, 10),
        optimizer.number("momentum", 0, 0.999999),
        optimizer.number("clip-norm", 0, 1e9),
        optimizer.integer("accumulated-batches", 1, 100_000),
        optimizer.number("averaging-decay", 0, 0.9999999));
  }

  /** A new optimizer of this kind. */
  public Optimizer create(List<ParameterGroup> groups) {
    return kind.create(this, groups);
  }

  /** The longest gradient; infinite for any. */
  public double longestGradient() {
    return clipNorm == 0 ? Double.POSITIVE_INFINITY : clipNorm;
  }
}
