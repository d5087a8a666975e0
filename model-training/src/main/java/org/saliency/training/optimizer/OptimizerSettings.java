package org.saliency.training.optimizer;

import java.util.List;
import org.saliency.settings.Settings;

/**
 * Settings of the optimizer.
 *
 * @param kind the optimizer
 * @param learningRate maximum learning rate of the schedule
 * @param encoderLearningRateFactor learning rate of the encoder relative to the other parameters
 * @param frozenEncoderEpochs number of initial epochs without training the encoder
 * @param weightDecay weight decay of all parameters
 * @param momentum momentum of SGD
 * @param clipNorm maximum norm of the gradient over all parameters; 0 for no limit
 * @param accumulatedBatches number of batches whose gradients are averaged for one step
 * @param averagingDecay decay of the moving average of the weights; 0 for none
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

  /** The optimizers. */
  public enum Kind {
    ADAM {
      @Override
      Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return Adam.of(groups, settings.weightDecay(), Adam.Decay.OF_GRADIENT);
      }
    },
    ADAMW {
      @Override
      Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return Adam.of(groups, settings.weightDecay(), Adam.Decay.OF_PARAMETER);
      }
    },
    SGD {
      @Override
      Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Sgd(groups, settings.weightDecay(), settings.momentum(), Sgd.Momentum.CLASSICAL);
      }
    },
    SGD_NESTEROV {
      @Override
      Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups) {
        return new Sgd(groups, settings.weightDecay(), settings.momentum(), Sgd.Momentum.NESTEROV);
      }
    };

    abstract Optimizer create(OptimizerSettings settings, List<ParameterGroup> groups);
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

  /** Creates the optimizer. */
  public Optimizer create(List<ParameterGroup> groups) {
    return kind.create(this, groups);
  }

  /** Maximum norm of the gradient; infinite for no limit. */
  public double maxGradientNorm() {
    return clipNorm == 0 ? Double.POSITIVE_INFINITY : clipNorm;
  }
}
