package org.saliency.spark.report;

import java.util.Locale;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * A frame that a report shows.
 *
 * @param video its video
 * @param frame the frame and its files
 * @param caption shown above its pictures
 */
record ChosenFrame(String video, VideoFrame frame, String caption) {

  /** Identifies a frame and its maps, whatever their files are named. */
  record Key(String video, String frame) {

    static Key of(String video, VideoFrame frame) {
      return new Key(video, frame.key());
    }
  }

  static ChosenFrame of(Video video, VideoFrame frame, String remark) {
    return new ChosenFrame(
        video.name(),
        frame,
        String.format(
            Locale.ROOT,
            "frame %s (%d of %d)%s",
            frame.name(),
            frame.index() + 1,
            video.frames().size(),
            remark));
  }

  Key key() {
    return Key.of(video, frame);
  }
}
