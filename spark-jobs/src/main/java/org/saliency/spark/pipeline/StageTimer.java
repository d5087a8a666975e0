package org.saliency.spark.pipeline;

import java.util.function.Supplier;
import org.saliency.spark.task.Span;

/** Receives the beginning and end of what the stages of a pipeline do. */
public interface StageTimer {

  /** A stage of a pipeline, in the order in which items pass. */
  enum Stage {
    DECODE,
    PREDICT,
    FINISH
  }

  /**
   * A stage starts to work on an item, or on a batch that starts with it.
   *
   * @param place describes the item
   */
  Span work(Stage stage, Supplier<String> place);

  /** The calling thread starts to wait for a stage. */
  Span waiting(Stage stage);

  /** The caller takes no results for now, so the stages may stand still. */
  Span pause();
}
