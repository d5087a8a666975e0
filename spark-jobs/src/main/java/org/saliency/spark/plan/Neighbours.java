package org.saliency.spark.plan;

import java.util.List;
import java.util.Locale;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * The frames beside a segment that its maps are computed from: those that the network sees with its
 * frames, and those whose maps are interpolated with theirs. They follow from the numbers of the
 * segment's frames alone, so that maps do not depend on how a video is divided.
 *
 * @param window number of consecutive frames from which the model predicts the last one
 * @param beforeFirst what the window of the first frame of a video contains before it
 * @param every distance of the frames whose maps are predicted: those with a multiple of it as
 *     number, and the last of a video; 1 predicts all
 */
public record Neighbours(int window, BeforeFirst beforeFirst, int every) {

  /** Frames before the first of a video. */
  public enum BeforeFirst {
    /** The first frame again, as if the video had stood still. */
    FIRST,
    /** The second, so that the first has motion, too. */
    SECOND
  }

  /** None: for models and metrics of single frames. */
  public static final Neighbours NONE = ofWindow(1);

  public Neighbours {
    if (window < 1 || every < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid plan: windows of %d frames, every %d frames predicted",
              window,
              every));
    }
  }

  /** For models whose windows repeat the first frame. */
  public static Neighbours ofWindow(int window) {
    return new Neighbours(window, BeforeFirst.FIRST, 1);
  }

  /** The last predicted frame that is not after a frame. */
  int before(int frame) {
    return frame - frame % every;
  }

  /** The first predicted frame of a video that is not before a frame. */
  int after(int frame, Video video) {
    int last = video.frames().size() - 1;
    return frame == before(frame) ? frame : Math.min(last, before(frame) + every);
  }

  /** Frames that the network sees before it predicts the frame {@link #before} a segment. */
  List<VideoFrame> leadIn(Video video, int first) {
    int from = before(first);
    return from == 0 && beforeFirst == BeforeFirst.SECOND && video.frames().size() > 1
        ? video.frames().subList(1, 2)
        : video.frames().subList(Math.max(0, from - window + 1), from);
  }

  /** All frames that the maps of a range depend on. */
  List<VideoFrame> around(Video video, FrameRange range) {
    return video
        .frames()
        .subList(Math.max(0, before(range.first()) - window + 1), after(range.last(), video) + 1);
  }
}
