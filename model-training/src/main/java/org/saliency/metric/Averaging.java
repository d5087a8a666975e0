package org.saliency.metric;

/** What the mean of a metric over a data set is taken over. */
public enum Averaging {
  /** Frames, then videos: every video has the same weight. */
  VIDEOS("videos"),
  /** Frames of all videos: every frame has the same weight. */
  FRAMES("frames"),
  /** Fixations of all frames: a frame weighs as many times as it has fixations. */
  FIXATIONS("fixations");

  private final String label;

  Averaging(String label) {
    this.label = label;
  }

  /** The name in tables. */
  public String label() {
    return label;
  }
}
