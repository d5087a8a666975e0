package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Optional;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

/** Where a frame's ground truth lies, ready to travel to an executor. */
public final class TruthFiles implements Serializable {

  private static final long serialVersionUID = 1L;

  // Null stands for absent: an Optional cannot be serialised.
  private final FrameLocation map;
  private final FrameLocation fixations;

  TruthFiles(VideoFrame frame) {
    this.map = frame.map().orElse(null);
    this.fixations = frame.fixations().orElse(null);
  }

  /** Where the ground-truth map is, if there is one. */
  public Optional<FrameLocation> map() {
    return Optional.ofNullable(map);
  }

  /** Where the fixations are, if there are any. */
  public Optional<FrameLocation> fixations() {
    return Optional.ofNullable(fixations);
  }

  /** Whether there is neither. */
  public boolean isEmpty() {
    return map == null && fixations == null;
  }
}
