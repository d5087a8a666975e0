package org.saliency.training.optimizer;

import org.saliency.settings.Settings;

/**
 * Learning-rate schedule: a factor of the maximum learning rate for each step. During the warm-up,
 * it rises linearly, at step t (from 0) as {@code (t + 1) / (warm-up steps + 1)}; cosine and
 * one-cycle begin after that.
 *
 * @param curve shape of the schedule after the warm-up
 * @param warmUpSteps number of warm-up steps; 0 for none
 * @param stepEpochs epochs between two drops of {@link Curve#STEP}
 * @param stepFactor factor of each drop
 * @param finalFactor factor at the end of {@link Curve#COSINE} and {@link Curve#ONE_CYCLE}
 */
public record Schedule(
    Curve curve, int warmUpSteps, int stepEpochs, double stepFactor, double finalFactor) {

  /** Share of the steps of a one-cycle schedule in which the learning rate rises. */
  private static final double RISE = 0.3;

  /** Factor at the start of a one-cycle schedule. */
  private static final double FIRST_FACTOR = 1 / 25.0;

  /** Shapes of the schedule, equal to PyTorch's schedulers of the same names. */
  public enum Curve {
    /** Always the maximum. */
    CONSTANT {
      @Override
      double factor(Schedule schedule, int step, Length length) {
        return 1;
      }
    },
    /** {@code StepLR}: drops by a factor every few epochs. */
    STEP {
      @Override
      double factor(Schedule schedule, int step, Length length) {
        int drops = step / length.stepsPerEpoch() / schedule.stepEpochs;
        return Math.pow(schedule.stepFactor, drops);
      }
    },
    /** {@code CosineAnnealingLR}: half a cosine from the maximum to the final factor. */
    COSINE {
      @Override
      double factor(Schedule schedule, int step, Length length) {
        int steps = length.steps() - schedule.warmUpSteps;
        return between(1, schedule.finalFactor, (step - schedule.warmUpSteps) / (double) steps);
      }
    },
    /**
     * {@code OneCycleLR} with its defaults: half a cosine from 1/25 to the maximum over the first
     * 30 % of the steps, then half a cosine down to the final factor at the last step.
     */
    ONE_CYCLE {
      @Override
      double factor(Schedule schedule, int step, Length length) {
        int steps = length.steps() - schedule.warmUpSteps;
        double position = step - schedule.warmUpSteps;
        double top = RISE * steps - 1;
        return top > 0 && position <= top
            ? between(FIRST_FACTOR, 1, position / top)
            : between(1, schedule.finalFactor, (position - top) / (steps - 1 - top));
      }
    };

    /** Factor at a step after the warm-up. */
    abstract double factor(Schedule schedule, int step, Length length);

    /** Cosine interpolation; position 0 gives the start, 1 or more the end. */
    private static double between(double start, double end, double position) {
      return end + (start - end) * (1 + Math.cos(Math.PI * Math.min(1, position))) / 2;
    }
  }

  /**
   * Length of a training run.
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
   * Factor of the maximum learning rate.
   *
   * @param step from 0
   */
  public double factor(int step, Length length) {
    return step < warmUpSteps
        ? (step + 1.0) / (warmUpSteps + 1.0)
        : curve.factor(this, step, length);
  }

  /** Whether learning rates depend on the total number of epochs. */
  public boolean dependsOnLength() {
    return curve == Curve.COSINE || curve == Curve.ONE_CYCLE;
  }
}
