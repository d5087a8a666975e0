package org.saliency.spark.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which frames are shown: always the same, evenly spread over videos and over their frames.
 *
 * @param videos number of videos
 * @param framesPerVideo number of frames of each
 */
record FrameChoice(int videos, int framesPerVideo) {

  private static final int MOST_VIDEOS = 6;
  private static final int MOST_FRAMES = 3;

  /** The pictures of samples that a page may hold. */
  private static final int MOST_PICTURES = 110;

  /**
   * The choice that keeps a page small: with many methods, which all add a picture, fewer frames.
   *
   * @param picturesPerFrame pictures that a frame takes
   */
  static FrameChoice of(int picturesPerFrame) {
    int frames = Math.max(1, MOST_PICTURES / picturesPerFrame);
    int framesPerVideo = Math.max(1, Math.min(MOST_FRAMES, frames / MOST_VIDEOS));
    return new FrameChoice(Math.min(MOST_VIDEOS, frames), framesPerVideo);
  }

  /** At most {@code count} of the elements, each from the middle of an equal part of the list. */
  static <T> List<T> spread(List<T> all, int count) {
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((2 * i + 1) * all.size() / (2 * taken)))
        .toList();
  }
}
