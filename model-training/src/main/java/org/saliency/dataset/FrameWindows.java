package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The input windows of networks: a frame and its predecessors. At the start of a video the first
 * frame is repeated.
 */
public final class FrameWindows {

  private final int length;
  private final Map<VideoFrame, Video> videos = new HashMap<>();

  /**
   * Windows of the videos of data sets.
   *
   * @param length frames per window
   */
  public FrameWindows(int length, Dataset... datasets) {
    this.length = length;
    for (Dataset dataset : datasets) {
      for (Video video : dataset.videos()) {
        video.frames().forEach(frame -> videos.put(frame, video));
      }
    }
  }

  /** Frames per window. */
  public int length() {
    return length;
  }

  /** The window that ends with a frame, in order. */
  public List<VideoFrame> endingWith(VideoFrame frame) {
    if (length == 1) {
      return List.of(frame);
    }
    List<VideoFrame> frames = videos.get(frame).frames();
    int last = frame.index();
    List<VideoFrame> window = new ArrayList<>();
    for (int i = last - length + 1; i <= last; i++) {
      window.add(frames.get(Math.max(0, i)));
    }
    return window;
  }
}
