package org.saliency.spark.plan;

import java.util.ArrayList;
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

  /** The ranges between the published ones, in order. */
  List<FrameRange> gaps() {
    List<FrameRange> gaps = new ArrayList<>();
    int next = 0;
    for (FrameRange range : published) {
      if (range.first() > next) {
        gaps.add(new FrameRange(video.name(), next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    int frames = video.frames().size();
    if (next < frames) {
      gaps.add(new FrameRange(video.name(), next, frames - 1));
    }
    return gaps;
  }
}
