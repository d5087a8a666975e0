package org.saliency.metric;

import java.io.Serializable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * The metrics of a data set; every video has the same weight.
 *
 * @param videos number of videos
 * @param frames number of frames of all videos
 * @param means over the videos' means by metric; absent if undefined for all videos
 * @param undefinedVideos number of videos without a mean, for each reported metric
 * @param undefinedFrames number of frames without a value, for each reported metric
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
   * Aggregates videos, in any order.
   *
   * @param videos measured with the same profile; if empty, so are the results
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
