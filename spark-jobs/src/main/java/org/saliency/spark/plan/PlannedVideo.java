package org.saliency.spark.plan;

import java.util.List;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;

/**
 * A video to be scored.
 *
 * @param video its frames and their files
 * @param frameSize size of its first frame, which all of them must have
 * @param published runs of frames that need not be scored again, in order and apart from each other
 */
public record PlannedVideo(Video video, Size frameSize, List<FrameRange> published) {

  public PlannedVideo {
    published = List.copyOf(published);
  }
}
