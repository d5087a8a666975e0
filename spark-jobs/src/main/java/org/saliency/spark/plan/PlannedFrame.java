package org.saliency.spark.plan;

import java.io.Serializable;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

/**
 * One frame and the files that go with it, ready to travel to an executor.
 *
 * @param video name of its video
 * @param index position in the video, from 0
 * @param name its name, and that of its map's file
 * @param image where the picture is: the frame to score, or the predicted map to evaluate
 * @param truth the ground truth, as far as there is one
 */
public record PlannedFrame(
    String video, int index, String name, FrameLocation image, TruthFiles truth)
    implements Serializable {

  /** The frame that a data set lists. */
  public static PlannedFrame of(String video, VideoFrame frame) {
    return new PlannedFrame(
        video, frame.index(), frame.name(), frame.image(), new TruthFiles(frame));
  }

  /** Which frame it is, in words: {@code frame 16 (0017) of video 'dog'}, counted from 0. */
  public String place() {
    return "frame %d (%s) of video '%s'".formatted(index, name, video);
  }
}
