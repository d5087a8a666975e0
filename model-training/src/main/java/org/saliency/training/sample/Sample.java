package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.List;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * A frame that is learned from or checked on.
 *
 * @param video name of its video
 * @param frame where it lies
 */
public record Sample(String video, VideoFrame frame) {

  /** Every so many frames of each video one, the first of a video among them. */
  public static List<Sample> strided(Dataset videos, int stride) {
    List<Sample> samples = new ArrayList<>();
    for (Video video : videos.videos()) {
      for (int i = 0; i < video.frames().size(); i += stride) {
        samples.add(new Sample(video.name(), video.frames().get(i)));
      }
    }
    return samples;
  }

  /**
   * At most so many frames, spread evenly over all.
   *
   * @param most 0 for all
   */
  public static List<Sample> spread(Dataset videos, int most) {
    List<Sample> all = strided(videos, 1);
    int count = most == 0 ? all.size() : Math.min(most, all.size());
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(all.get((int) ((long) all.size() * i / count)));
    }
    return samples;
  }
}
