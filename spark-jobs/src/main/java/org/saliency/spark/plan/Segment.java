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
  private final Frames frames;
  private final HashMap<String, VideoSpan> spans;
  private final FileLengths lengths;
  private final HashMap<String, String> stamps;
  private final String inputs;
  private final VideoTiming timing; // null for pictures

  /**
   * Frames to decode in this order, as lists made by {@link PlannedFrames#of}, which are
   * serializable.
   *
   * @param leadIn frames that the network sees before the others
   * @param before frames from a predicted one on to the first of the segment
   * @param own frames of the segment
   * @param after frames up to a predicted one after the last of the segment
   */
  record Frames(
      List<PlannedFrame> leadIn,
      List<PlannedFrame> before,
      List<PlannedFrame> own,
      List<PlannedFrame> after)
      implements Serializable {}

  /** A segment. */
  Segment(
      FrameRange range,
      Size frameSize,
      Frames frames,
      FileLengths lengths,
      Map<String, VideoSpan> spans,
      Map<String, String> stamps,
      Optional<VideoTiming> timing,
      String inputs) {
    this.range = range;
    this.frameSize = frameSize;
    this.frames = frames;
    this.lengths = lengths;
    this.spans = new HashMap<>(spans);
    this.stamps = new HashMap<>(stamps);
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

  /** Preceding frames that the model sees to predict the next frames, in order. */
  public List<PlannedFrame> leadIn() {
    return frames.leadIn();
  }

  /** Preceding frames whose maps are interpolated with those of the first frames, in order. */
  public List<PlannedFrame> before() {
    return frames.before();
  }

  /** The frames to process, in order. */
  public List<PlannedFrame> frames() {
    return frames.own();
  }

  /** Following frames whose maps are interpolated with those of the last frames, in order. */
  public List<PlannedFrame> after() {
    return frames.after();
  }

  /** Lengths of the files of frames and ground truth by path, as far as they are known. */
  public Map<String, Long> lengths() {
    return lengths.byPath(frames.own());
  }

  /** Parts of video files to decode for all these frames and ground-truth maps, by path. */
  public Map<String, VideoSpan> spans() {
    return spans;
  }

  /** Lengths and modification times of these video files by path, as far as they are known. */
  public Map<String, String> stamps() {
    return stamps;
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
