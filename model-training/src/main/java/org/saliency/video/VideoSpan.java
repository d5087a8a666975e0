package org.saliency.video;

import java.io.Serializable;

/**
 * All that is needed to decode the frames first to last of one video file without its index: at
 * which key frame decoding begins, where in the file that is, and the timestamps by which the
 * frames are told. Made by {@link VideoIndex#span}; a few bytes a frame.
 */
public final class VideoSpan implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int first;
  private final VideoStart start;
  private final TimeBase timeBase;
  private final FrameLabel label;
  private final long[] timestamps;
  private final long[] labels;
  private final boolean[] keyFrames;

  VideoSpan(
      int first,
      VideoStart start,
      TimeBase timeBase,
      FrameLabel label,
      long[] timestamps,
      long[] labels,
      boolean[] keyFrames) {
    this.first = first;
    this.start = start;
    this.timeBase = timeBase;
    this.label = label;
    this.timestamps = timestamps;
    this.labels = labels;
    this.keyFrames = keyFrames;
  }

  /** Number of the first frame. */
  public int first() {
    return first;
  }

  /** Number of the last frame. */
  public int last() {
    return first + timestamps.length - 1;
  }

  /** How many frames these are, at least 1. */
  public int frames() {
    return timestamps.length;
  }

  /** Number of the frame at which decoding begins, at or before the first. */
  public int decodedFrom() {
    return start.frame();
  }

  /**
   * When a frame is shown, in microseconds of the file's own clock.
   *
   * @param frame its number in the video, first to last
   */
  public long ptsMicros(int frame) {
    return timeBase.micros(timestamps[frame - first]);
  }

  /**
   * Whether a frame is a key frame.
   *
   * @param frame its number in the video, first to last
   */
  public boolean isKeyFrame(int frame) {
    return keyFrames[frame - first];
  }

  VideoStart start() {
    return start;
  }

  FrameLabel label() {
    return label;
  }

  long labelOf(int frame) {
    return labels[frame - first];
  }
}
