package org.saliency.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * The metrics of one video.
 *
 * @param video its name
 * @param frames number of frames
 * @param means of each metric over the frames that define it; absent when none does
 * @param undefined for each metric that is reported, the number of frames that do not define it
 */
public record VideoMetrics(
    String video, long frames, Map<Metric, Double> means, Map<Metric, Long> undefined)
    implements Serializable {

  public VideoMetrics {
    means = MetricMap.copy(means);
    undefined = MetricMap.copy(undefined);
  }
}
