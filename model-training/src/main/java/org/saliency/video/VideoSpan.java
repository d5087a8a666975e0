package org.saliency.video;

import java.io.Serializable;

/**
 * The part of an index that is needed to decode consecutive frames: the key frame at which decoding
 * starts, its position in the file, and the labels of the frames. Created by {@link
 * VideoIndex#span}; takes a few bytes per frame.
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

  /** Number of frames, at least 1. */
  public int frames() {
    return timestamps.length;
  }

  /** Number of the frame at which decoding starts, at or before the first. */
  public int decodedFrom() {
    return start.frame();
  }

  /**
   * Presentation time of a frame in microseconds of the file's clock.
   *
   * @param frame number in the video, first to last
   */
  public long ptsMicros(int frame) {
    return timeBase.micros(timestamps[frame - first]);
  }

  /**
   * Whether a frame is a key frame.
   *
   * @param frame number in the video, first to last
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
