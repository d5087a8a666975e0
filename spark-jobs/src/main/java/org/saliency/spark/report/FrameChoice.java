package org.saliency.spark.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Number of sample frames on a page. The same frames are chosen each time, spread evenly over the
 * videos and over their frames.
 *
 * @param videos number of videos
 * @param framesPerVideo number of frames of each
 */
record FrameChoice(int videos, int framesPerVideo) {

  private static final int MAX_VIDEOS = 6;
  private static final int MAX_FRAMES = 3;

  /** Limit that keeps a page small. */
  private static final int MAX_PICTURES = 110;

  /**
   * The more pictures a frame takes (one for each method), the fewer frames are chosen.
   *
   * @param picturesPerFrame pictures of one frame
   */
  static FrameChoice of(int picturesPerFrame) {
    int frames = Math.max(1, MAX_PICTURES / picturesPerFrame);
    int framesPerVideo = Math.max(1, Math.min(MAX_FRAMES, frames / MAX_VIDEOS));
    return new FrameChoice(Math.min(MAX_VIDEOS, frames), framesPerVideo);
  }

  /** At most {@code count} of the elements, each from the middle of an equal part of the list. */
  static <T> List<T> spread(List<T> all, int count) {
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((2 * i + 1) * all.size() / (2 * taken)))
        .toList();
  }
}
