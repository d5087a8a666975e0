package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.VideoMetrics;

/**
 * A mergeable accumulator of the metrics of videos for several blur widths of the ground truth. Not
 * thread-safe.
 */
final class WidthMeans implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, ArrayList<MetricMeans>> videos = new TreeMap<>();

  /** Adds a frame, with a value for each width. */
  void add(String video, List<FrameMetrics> widths, List<Metric> metrics) {
    ArrayList<MetricMeans> means = videos.computeIfAbsent(video, name -> new ArrayList<>());
    for (int i = 0; i < widths.size(); i++) {
      if (means.size() == i) {
        means.add(new MetricMeans(metrics));
      }
      means.get(i).add(widths.get(i));
    }
  }

  /**
   * Adds the frames of another accumulator, which is not used any more.
   *
   * @return this
   */
  WidthMeans merge(WidthMeans other) {
    other.videos.forEach(
        (video, means) -> {
          ArrayList<MetricMeans> own = videos.putIfAbsent(video, means);
          for (int i = 0; own != null && i < means.size(); i++) {
            own.get(i).merge(means.get(i));
          }
        });
    return this;
  }

  /** The videos at a width, by name. */
  List<VideoMetrics> videos(int width) {
    List<VideoMetrics> metrics = new ArrayList<>();
    videos.forEach((video, means) -> metrics.add(means.get(width).toVideo(video)));
    return metrics;
  }
}
