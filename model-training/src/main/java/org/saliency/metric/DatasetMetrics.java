package org.saliency.metric;

import java.io.Serializable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * The metrics of a data set: every video weighs the same, however many frames it has.
 *
 * @param videos number of videos
 * @param frames number of frames of all videos
 * @param means of each metric over the means of the videos that define it; absent when none does
 * @param undefinedVideos for each metric that is reported, the number of videos without a mean
 * @param undefinedFrames for each metric that is reported, the number of frames that do not define
 *     it
 */
public record DatasetMetrics(
    long videos,
    long frames,
    Map<Metric, Double> means,
    Map<Metric, Long> undefinedVideos,
    Map<Metric, Long> undefinedFrames)
    implements Serializable {

  public DatasetMetrics {
    means = MetricMap.copy(means);
    undefinedVideos = MetricMap.copy(undefinedVideos);
    undefinedFrames = MetricMap.copy(undefinedFrames);
  }

  /**
   * Sums up videos; their order does not matter. Without videos every map is empty.
   *
   * @param videos all measured with one profile
   */
  public static DatasetMetrics of(Collection<VideoMetrics> videos) {
    long frames = 0;
    Map<Metric, Long> undefinedFrames = new EnumMap<>(Metric.class);
    for (VideoMetrics video : videos) {
      frames += video.frames();
      video.undefined().forEach((metric, count) -> undefinedFrames.merge(metric, count, Long::sum));
    }
    MetricMeans means = new MetricMeans(undefinedFrames.keySet());
    videos.forEach(video -> means.add(video.means()));
    return new DatasetMetrics(
        videos.size(), frames, means.means(), means.undefined(), undefinedFrames);
  }
}
