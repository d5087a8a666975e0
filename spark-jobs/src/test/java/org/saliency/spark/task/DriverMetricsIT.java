package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.sink.PrometheusServlet;
import org.apache.spark.metrics.source.Source;
import org.junit.jupiter.api.Test;
import org.saliency.progress.Progress;
import org.saliency.spark.TestSpark;
import scala.jdk.javaapi.CollectionConverters;

/** What Prometheus reads from the driver. */
class DriverMetricsIT {

  private static final Pattern METRIC = Pattern.compile("metrics_saliency_\\w+");

  private static int score(int frames, TaskProgress progress) {
    progress.frames().add(frames);
    progress.bad().add(1);
    return frames;
  }

  /** The text of Spark's servlet over the registered sources, under the namespace of the docs. */
  private static String snapshot(String... sources) {
    MetricRegistry registry = new MetricRegistry();
    for (String name : sources) {
      for (Source source :
          CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(name))) {
        registry.register("saliency.driver." + name, source.metricRegistry());
      }
    }
    return new PrometheusServlet(new Properties(), registry).getMetricsSnapshot(null);
  }

  @Test
  void countsOfTheRunAreThoseOfItsProgressAndTheDashboardNamesThem() throws Exception {
    SparkContext spark = TestSpark.session().sparkContext();
    TaskProgress progress = TaskProgress.of(spark, "seen", Set.of());
    try (Progress bar = Progress.start("score", "frames", 9)) {
      SparkProgress.await(
          spark,
          "score",
          () ->
              JavaSparkContext.fromSparkContext(spark)
                  .parallelize(List.of(3, 4), 2)
                  .map(frames -> score(frames, progress))
                  .collectAsync(),
          bar,
          progress,
          () -> {});
    }
    ExecutorMetrics.registered();

    String metrics = snapshot(DriverMetrics.NAME, ExecutorMetrics.NAME);

    String run = "metrics_saliency_driver_saliency_run_frames_";
    assertThat(metrics)
        .contains(
            run + "planned_Value{type=\"gauges\"} 9\n",
            run + "done_Value{type=\"gauges\"} 7\n",
            run + "bad_Value{type=\"gauges\"} 2\n");
    assertThat(names(metrics))
        .containsAll(names(Files.readString(Path.of("..", "conf", "grafana-dashboard.json"))));
  }

  private static Set<String> names(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
