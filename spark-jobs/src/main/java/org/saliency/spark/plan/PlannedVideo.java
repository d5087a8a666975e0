package org.saliency.spark.plan;

import java.util.List;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;

/**
 * A video to process.
 *
 * @param video frames and their files
 * @param frameSize size of all frames
 * @param published ranges of frames to skip: sorted and disjoint
 */
public record PlannedVideo(Video video, Size frameSize, List<FrameRange> published) {

  public PlannedVideo {
    published = List.copyOf(published);
  }
}
