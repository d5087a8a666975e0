package org.saliency.training;

import java.util.List;
import org.saliency.network.Weights;

/**
 * Where a training run stands between two epochs: with the same settings and data, everything that
 * comes follows from it.
 *
 * @param learner what the next step depends on
 * @param history a record for each epoch so far
 * @param bestWeights of the best epoch; the initial ones before the first
 * @param effort what it took so far
 */
record RunState(
    Learner.State learner, List<EpochRecord> history, Weights bestWeights, Effort effort) {

  RunState {
    history = List.copyOf(history);
  }

  /** Before the first epoch. */
  static RunState start(Weights initial) {
    return new RunState(Learner.State.start(initial), List.of(), initial, Effort.NONE);
  }

  /** Number of epochs done. */
  int epochs() {
    return history.size();
  }
}
