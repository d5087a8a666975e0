package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.video.VideoSpan;
import org.saliency.video.VideoTiming;

/** The unit of work and of publishing: some consecutive frames of one video. */
public final class Segment implements Serializable {

  private static final long serialVersionUID = 1L;

  private final FrameRange range;
  private final Size frameSize;
  private final ArrayList<PlannedFrame> leadIn;
  private final ArrayList<PlannedFrame> frames;
  private final HashMap<String, VideoSpan> spans;
  private final VideoTiming timing; // null for pictures

  Segment(
      FrameRange range,
      Size frameSize,
      List<PlannedFrame> leadIn,
      List<PlannedFrame> frames,
      Map<String, VideoSpan> spans,
      Optional<VideoTiming> timing) {
    this.range = range;
    this.frameSize = frameSize;
    this.leadIn = new ArrayList<>(leadIn);
    this.frames = new ArrayList<>(frames);
    this.spans = new HashMap<>(spans);
    this.timing = timing.orElse(null);
  }

  /** Which frames of which video. */
  public FrameRange range() {
    return range;
  }

  /** Size that every frame of the video has. */
  public Size frameSize() {
    return frameSize;
  }

  /** Frames of the video before the first that have to be seen to predict it, in order. */
  public List<PlannedFrame> leadIn() {
    return leadIn;
  }

  /** The frames, in order. */
  public List<PlannedFrame> frames() {
    return frames;
  }

  /** What is decoded of each video file that frames, lead-in or maps are in, by path. */
  public Map<String, VideoSpan> spans() {
    return spans;
  }

  /** The clock of the whole video; empty for pictures. */
  public Optional<VideoTiming> timing() {
    return Optional.ofNullable(timing);
  }

  /** When a frame is shown, in microseconds; empty for pictures. */
  public OptionalLong ptsMicros(PlannedFrame frame) {
    FrameLocation image = frame.image();
    return image.isFile()
        ? OptionalLong.empty()
        : OptionalLong.of(spans.get(image.path()).ptsMicros(image.number()));
  }
}
