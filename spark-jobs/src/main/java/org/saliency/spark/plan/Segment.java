package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.video.VideoSpan;
import org.saliency.video.VideoTiming;

/** The unit of work and of publishing: consecutive frames of a video. */
public final class Segment implements Serializable {

  private static final long serialVersionUID = 1L;

  private final FrameRange range;
  private final Size frameSize;
  private final List<PlannedFrame> leadIn; // serializable, as are the frames
  private final List<PlannedFrame> frames;
  private final HashMap<String, VideoSpan> spans;
  private final FileLengths lengths;
  private final String inputs;
  private final VideoTiming timing; // null for pictures

  /**
   * A segment.
   *
   * @param leadIn made by {@link PlannedFrames#of}
   * @param frames made by {@link PlannedFrames#of}
   */
  Segment(
      FrameRange range,
      Size frameSize,
      List<PlannedFrame> leadIn,
      List<PlannedFrame> frames,
      FileLengths lengths,
      Map<String, VideoSpan> spans,
      Optional<VideoTiming> timing,
      String inputs) {
    this.range = range;
    this.frameSize = frameSize;
    this.leadIn = leadIn;
    this.frames = frames;
    this.lengths = lengths;
    this.spans = new HashMap<>(spans);
    this.timing = timing.orElse(null);
    this.inputs = inputs;
  }

  public FrameRange range() {
    return range;
  }

  /** Identity of the files that it is computed from, see {@link SegmentInputs}. */
  public String inputs() {
    return inputs;
  }

  /** Size of every frame of the video. */
  public Size frameSize() {
    return frameSize;
  }

  /** Preceding frames that the model needs to predict the first frames, in order. */
  public List<PlannedFrame> leadIn() {
    return leadIn;
  }

  /** The frames to process, in order. */
  public List<PlannedFrame> frames() {
    return frames;
  }

  /** Lengths of the files of frames and ground truth by path, as far as they are known. */
  public Map<String, Long> lengths() {
    return lengths.byPath(frames);
  }

  /** Parts of video files to decode for frames, lead-in and ground-truth maps, by path. */
  public Map<String, VideoSpan> spans() {
    return spans;
  }

  /** Timing of the whole video; empty for pictures. */
  public Optional<VideoTiming> timing() {
    return Optional.ofNullable(timing);
  }

  /** Presentation time of a frame in microseconds; empty for pictures. */
  public OptionalLong ptsMicros(PlannedFrame frame) {
    FrameLocation image = frame.image();
    return image.isFile()
        ? OptionalLong.empty()
        : OptionalLong.of(spans.get(image.path()).ptsMicros(image.number()));
  }
}
