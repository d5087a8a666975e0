package org.saliency.training.optimizer;

import org.saliency.settings.Settings;

/**
 * The learning rate as a share of its highest value, step by step. It first rises over the warm-up
 * in a straight line, at step t from 0 by the factor {@code (t + 1) / (warm-up steps + 1)}; cosine
 * and one-cycle begin when that is over.
 *
 * @param curve what follows the warm-up
 * @param warmUpSteps steps of the warm-up; 0 for none
 * @param stepEpochs epochs between two falls of {@link Curve#STEP}
 * @param stepFactor what it falls by then
 * @param finalFactor share at the end of {@link Curve#COSINE} and {@link Curve#ONE_CYCLE}
 */
public record Schedule(
    Curve curve, int warmUpSteps, int stepEpochs, double stepFactor, double finalFactor) {

  /** Share of a one-cycle schedule in which the learning rate rises. */
  private static final double RISE = 0.3;

  /** What a one-cycle schedule starts at. */
  private static final double FIRST_FACTOR = 1 / 25.0;

  /** The shapes to choose from, as PyTorch's schedulers of the same names. */
  public enum Curve {
    /** Always the highest. */
    CONSTANT {
      @Override
      public double factor(Schedule schedule, int step, Length length) {
        return 1;
      }
    },
    /** {@code StepLR}: falls by a factor every few epochs. */
    STEP {
      @Override
      public double factor(Schedule schedule, int step, Length length) {
        int falls = step / length.stepsPerEpoch() / schedule.stepEpochs;
        return Math.pow(schedule.stepFactor, falls);
      }
    },
    /** {@code CosineAnnealingLR}: half a cosine from the highest to the final one. */
    COSINE {
      @Override
      public double factor(Schedule schedule, int step, Length length) {
        int steps = length.steps() - schedule.warmUpSteps;
        return between(1, schedule.finalFactor, (step - schedule.warmUpSteps) / (double) steps);
      }
    },
    /**
     * {@code OneCycleLR} with its defaults: over the first 30 % of the steps half a cosine from
     * 1/25 to the highest, then one from there to the final one, which the last step reaches.
     */
    ONE_CYCLE {
      @Override
      public double factor(Schedule schedule, int step, Length length) {
        int steps = length.steps() - schedule.warmUpSteps;
        double position = step - schedule.warmUpSteps;
        double top = RISE * steps - 1;
        return top > 0 && position <= top
            ? between(FIRST_FACTOR, 1, position / top)
            : between(1, schedule.finalFactor, (position - top) / (steps - 1 - top));
      }
    };

    /** The share at a step that is past the warm-up. */
    public abstract double factor(Schedule schedule, int step, Length length);

    /** Along half a cosine. */
    private static double between(double start, double end, double position) {
      return end + (start - end) * (1 + Math.cos(Math.PI * Math.min(1, position))) / 2;
    }
  }

  /**
   * How long a training run is.
   *
   * @param epochs at least 1
   * @param stepsPerEpoch at least 1
   */
  public record Length(int epochs, int stepsPerEpoch) {

    int steps() {
      return Math.multiplyExact(epochs, stepsPerEpoch);
    }
  }

  /** Reads the section {@code train.schedule}. */
  public static Schedule from(Settings settings) {
    return new Schedule(
        settings.choice("kind", Curve.class),
        settings.integer("warm-up-steps", 0, 1_000_000_000),
        settings.integer("step-epochs", 1, 1_000_000),
        settings.number("step-factor", 0, 1),
        settings.number("final-factor", 0, 1));
  }

  /**
   * The share of the highest learning rate.
   *
   * @param step from 0
   */
  public double factor(int step, Length length) {
    return step < warmUpSteps
        ? (step + 1.0) / (warmUpSteps + 1.0)
        : curve.factor(this, step, length);
  }

  /** Whether the number of epochs changes what an earlier epoch's learning rate is. */
  public boolean looksAhead() {
    return curve == Curve.COSINE || curve == Curve.ONE_CYCLE;
  }
}
