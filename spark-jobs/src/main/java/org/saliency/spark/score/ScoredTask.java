package org.saliency.spark.score;

import java.io.Serializable;
import java.util.List;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.results.ExecutorUse;

/**
 * Result of a scoring task.
 *
 * @param segments all published
 * @param executor resources that it used
 */
public record ScoredTask(List<SegmentOutcome> segments, ExecutorUse executor)
    implements Serializable {}
