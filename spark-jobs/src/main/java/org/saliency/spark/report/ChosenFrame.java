package org.saliency.spark.report;

import org.saliency.dataset.VideoFrame;

/**
 * A frame whose pictures a page embeds.
 *
 * @param video its video
 * @param frame the frame and its files
 * @param level of its importance, see {@link org.saliency.spark.report.page.EmbeddedFrame}
 * @param isSpread whether it is one of the frames that are spread evenly over the videos
 */
record ChosenFrame(String video, VideoFrame frame, int level, boolean isSpread) {

  /** Identifies a frame and its maps, whatever their files are named. */
  record Key(String video, String frame) {

    static Key of(String video, VideoFrame frame) {
      return new Key(video, frame.key());
    }
  }

  /** The same frame, with the more important level, spread if either is. */
  ChosenFrame and(ChosenFrame other) {
    return new ChosenFrame(video, frame, Math.min(level, other.level), isSpread || other.isSpread);
  }

  Key key() {
    return Key.of(video, frame);
  }
}
