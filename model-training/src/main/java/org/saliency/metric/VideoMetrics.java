package org.saliency.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * The metrics of one video.
 *
 * @param video name
 * @param frames number of frames
 * @param means over the frames by metric; absent if undefined for all frames
 * @param undefined number of frames without a value, for each reported metric
 */
public record VideoMetrics(
    String video, long frames, Map<Metric, Double> means, Map<Metric, Long> undefined)
    implements Serializable {

  public VideoMetrics {
    means = MetricMap.copy(means);
    undefined = MetricMap.copy(undefined);
  }
}
