package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.List;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * A frame for training or validation.
 *
 * @param video name of the video
 * @param frame location of the frame and its ground truth
 * @param weight how often an epoch draws the frame, see {@link WeightedFrames}
 */
public record Sample(String video, VideoFrame frame, double weight) {

  /** A frame that an epoch draws once. */
  public Sample(String video, VideoFrame frame) {
    this(video, frame, 1);
  }

  /** The same frame with another weight. */
  public Sample weighted(double newWeight) {
    return new Sample(video, frame, newWeight);
  }

  /** Every {@code stride}-th frame of each video, starting with the first. */
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
   * A limited number of frames, spread evenly over all.
   *
   * @param limit maximum number of frames; 0 for all
   */
  public static List<Sample> spread(Dataset videos, int limit) {
    List<Sample> all = strided(videos, 1);
    int count = limit == 0 ? all.size() : Math.min(limit, all.size());
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(all.get((int) ((long) all.size() * i / count)));
    }
    return samples;
  }
}
