package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.saliency.frame.Size;

/** The unit of work and of publishing: some consecutive frames of one video. */
public final class Segment implements Serializable {

  private static final long serialVersionUID = 1L;

  private final FrameRange range;
  private final int width;
  private final int height;
  private final ArrayList<PlannedFrame> leadIn;
  private final ArrayList<PlannedFrame> frames;

  Segment(FrameRange range, Size frameSize, List<PlannedFrame> leadIn, List<PlannedFrame> frames) {
    this.range = range;
    this.width = frameSize.width();
    this.height = frameSize.height();
    this.leadIn = new ArrayList<>(leadIn);
    this.frames = new ArrayList<>(frames);
  }

  /** Which frames of which video. */
  public FrameRange range() {
    return range;
  }

  /** Size that every frame of the video has. */
  public Size frameSize() {
    return new Size(width, height);
  }

  /** Frames of the video before the first that have to be seen to predict it, in order. */
  public List<PlannedFrame> leadIn() {
    return leadIn;
  }

  /** The frames, in order. */
  public List<PlannedFrame> frames() {
    return frames;
  }
}
