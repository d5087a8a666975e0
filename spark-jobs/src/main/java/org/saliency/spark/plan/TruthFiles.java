package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Optional;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

/** Locations of a frame's ground truth, serializable for executors. */
public final class TruthFiles implements Serializable {

  private static final long serialVersionUID = 1L;

  // null if absent, since Optional is not serializable
  private final FrameLocation map;
  private final FrameLocation fixations;

  TruthFiles(VideoFrame frame) {
    this.map = frame.map().orElse(null);
    this.fixations = frame.fixations().orElse(null);
  }

  public Optional<FrameLocation> map() {
    return Optional.ofNullable(map);
  }

  public Optional<FrameLocation> fixations() {
    return Optional.ofNullable(fixations);
  }

  /** Whether there is neither map nor fixations. */
  public boolean isEmpty() {
    return map == null && fixations == null;
  }
}
