package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Locale;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

/**
 * A frame and its files, serializable for executors.
 *
 * @param video name of the video
 * @param index in the video, from 0
 * @param name of the frame and of its map's file
 * @param image location of the frame to score, or of the predicted map to evaluate
 * @param truth location of the ground truth, if any
 */
public record PlannedFrame(
    String video, int index, String name, FrameLocation image, TruthFiles truth)
    implements Serializable {

  public static PlannedFrame of(String video, VideoFrame frame) {
    return new PlannedFrame(
        video, frame.index(), frame.name(), frame.image(), new TruthFiles(frame));
  }

  /** Name in messages: {@code frame 16 (0017) of video 'dog'}. */
  public String place() {
    return String.format(Locale.ROOT, "frame %d (%s) of video '%s'", index, name, video);
  }
}
