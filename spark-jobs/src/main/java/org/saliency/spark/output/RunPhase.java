package org.saliency.spark.output;

/** What the tasks of a run may publish. The phases of a run follow each other in this order. */
public enum RunPhase {
  /** Segments. */
  SEGMENTS,
  /** Joined videos. */
  VIDEOS,
  /** Nothing: what is published is counted, aggregated and called complete. */
  RESULTS
}
