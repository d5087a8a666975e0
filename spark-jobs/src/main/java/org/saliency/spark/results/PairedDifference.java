package org.saliency.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saliency.metric.Metric;
import org.saliency.statistics.Bootstrap;
import org.saliency.statistics.Interval;
import org.saliency.storage.Text;

/**
 * The mean difference of two methods in a metric, over the videos for which both have a value.
 *
 * @param metric column name
 * @param method the first method
 * @param other the second method
 * @param difference mean over the videos of the first method's value minus the second's
 * @param low lower end of the interval of the mean difference; null with too few videos
 * @param high upper end
 * @param shown whether the interval excludes 0; otherwise a difference is not shown, which does not
 *     mean that there is none
 * @param wins number of videos with a better value of the first method
 * @param losses number of videos with a better value of the second method
 * @param videos number of videos
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairedDifference(
    String metric,
    String method,
    String other,
    double difference,
    Double low,
    Double high,
    boolean shown,
    int wins,
    int losses,
    int videos) {

  /** The differences of each pair of methods, in their order, in each metric. */
  public static List<PairedDifference> ofPairs(
      List<Scores> methods, List<Metric> metrics, Bootstrap bootstrap) {
    List<PairedDifference> differences = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      for (Scores other : methods.subList(i + 1, methods.size())) {
        for (Metric metric : metrics) {
          differences.add(of(methods.get(i), other, metric, bootstrap));
        }
      }
    }
    return differences;
  }

  private static PairedDifference of(
      Scores method, Scores other, Metric metric, Bootstrap bootstrap) {
    double[] differences =
        method.videos().stream()
            .flatMap(video -> difference(video, other, metric).stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    Optional<Interval> interval = bootstrap.ofMean(differences);
    int higher = 0;
    int lower = 0;
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
      higher += difference > 0 ? 1 : 0;
      lower += difference < 0 ? 1 : 0;
    }
    return new PairedDifference(
        metric.column(),
        method.name(),
        other.name(),
        sum / differences.length,
        interval.map(Interval::low).orElse(null),
        interval.map(Interval::high).orElse(null),
        interval.map(ends -> !ends.contains(0)).orElse(false),
        metric.higherIsBetter() ? higher : lower,
        metric.higherIsBetter() ? lower : higher,
        differences.length);
  }

  private static Optional<Double> difference(Scores.Video video, Scores other, Metric metric) {
    Double own = video.means().get(metric);
    return Optional.ofNullable(own)
        .flatMap(
            value ->
                other
                    .video(video.name())
                    .map(twin -> twin.means().get(metric))
                    .map(theirs -> value - theirs));
  }

  /** {@code ours - prior, CC: 0.1234 [0.0711, 0.1801], better in 18 of 20 videos}. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s - %s, %s: %.4f%s, better in %d of %d videos%s",
        Text.printable(method),
        Text.printable(other),
        Metric.named(metric).label(),
        difference,
        low == null ? "" : String.format(Locale.ROOT, " [%.4f, %.4f]", low, high),
        wins,
        videos,
        shown ? "" : " (a difference is not shown)");
  }
}
