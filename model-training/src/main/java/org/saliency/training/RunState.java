package org.saliency.training;

import java.util.List;
import org.saliency.network.Weights;

/**
 * State of a training run between two epochs. With settings and data, it determines the rest of the
 * run.
 *
 * @param learner state of the learner
 * @param history the epochs so far
 * @param bestWeights weights of the best epoch; the initial weights before the first epoch
 * @param effort effort so far
 */
record RunState(
    Learner.State learner, List<EpochRecord> history, Weights bestWeights, Effort effort) {

  RunState {
    history = List.copyOf(history);
  }

  /** State before the first epoch. */
  static RunState start(Weights initial) {
    return new RunState(Learner.State.start(initial), List.of(), initial, Effort.NONE);
  }

  /** Number of completed epochs. */
  int epochs() {
    return history.size();
  }
}
