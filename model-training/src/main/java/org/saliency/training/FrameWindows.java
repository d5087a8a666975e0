package org.saliency.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * The frames that a network sees to predict one of them: consecutive ones of its video that end
 * with it. At the start of a video its first frame is repeated, so that every frame has a window.
 */
final class FrameWindows {

  private final int length;
  private final Map<VideoFrame, Video> videos = new HashMap<>();

  /**
   * Windows within the videos of data sets.
   *
   * @param length frames in a window
   */
  FrameWindows(int length, Dataset... datasets) {
    this.length = length;
    for (Dataset dataset : datasets) {
      for (Video video : dataset.videos()) {
        video.frames().forEach(frame -> videos.put(frame, video));
      }
    }
  }

  /** Frames in a window. */
  int length() {
    return length;
  }

  /** The window that ends with a frame. */
  List<VideoFrame> endingWith(VideoFrame frame) {
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
