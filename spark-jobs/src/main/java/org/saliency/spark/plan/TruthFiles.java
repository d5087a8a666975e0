package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Optional;
import org.saliency.dataset.VideoFrame;

/** Paths of a frame's ground truth, ready to travel to an executor. */
public final class TruthFiles implements Serializable {

  private static final long serialVersionUID = 1L;

  // Null stands for absent: an Optional cannot be serialised.
  private final String map;
  private final String fixations;

  TruthFiles(VideoFrame frame) {
    this.map = frame.map().orElse(null);
    this.fixations = frame.fixations().orElse(null);
  }

  /** Path of the ground-truth map, if there is one. */
  public Optional<String> map() {
    return Optional.ofNullable(map);
  }

  /** Path of the fixations, if there are any. */
  public Optional<String> fixations() {
    return Optional.ofNullable(fixations);
  }

  /** Whether there is neither. */
  public boolean isEmpty() {
    return map == null && fixations == null;
  }
}
