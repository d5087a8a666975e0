package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames that a network sees to predict one of them: consecutive ones of its video that end
 * with it. At the start of a video its first frame is repeated, so that every frame has a window.
 */
public final class FrameWindows {

  private final int length;
  private final Map<VideoFrame, Video> videos = new HashMap<>();

  /**
   * Windows within the videos of data sets.
   *
   * @param length frames in a window
   */
  public FrameWindows(int length, Dataset... datasets) {
    this.length = length;
    for (Dataset dataset : datasets) {
      for (Video video : dataset.videos()) {
        video.frames().forEach(frame -> videos.put(frame, video));
      }
    }
  }

  /** Frames in a window. */
  public int length() {
    return length;
  }

  /** The window that ends with a frame. */
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
