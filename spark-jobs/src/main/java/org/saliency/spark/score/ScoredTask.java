package org.saliency.spark.score;

import java.io.Serializable;
import org.saliency.spark.results.ExecutorUse;

/**
 * What the driver learns of a task that came to its end.
 *
 * @param outcome what it has done
 * @param executor where
 */
public record ScoredTask(TaskOutcome outcome, ExecutorUse executor) implements Serializable {}
