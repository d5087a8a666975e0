package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

class ExecutorWaitTest {

  private final List<String> warnings = new ArrayList<>();
  private final SparkConf settings =
      new SparkConf(false)
          .set("spark.master", "spark://host:7077")
          .set("spark.executor.memory", "8g")
          .set("spark.executor.resource.gpu.amount", "1");
  private long seconds = 1000;
  private final ExecutorWait wait =
      new ExecutorWait(settings, () -> TimeUnit.SECONDS.toNanos(seconds), warnings::add);

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(List.<T>of()).toSeq();
  }

  private void startJob(int id) {
    wait.onJobStart(new SparkListenerJobStart(id, 0, none(), new Properties()));
  }

  private void endJob(int id) {
    wait.onJobEnd(new SparkListenerJobEnd(id, 0, JobSucceeded$.MODULE$));
  }

  private void passSeconds(int count) {
    seconds += count;
    wait.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate("driver", none(), Map$.MODULE$.empty()));
  }

  @Test
  void aJobWithoutExecutorsIsReportedOnceWithWhatItWants() {
    startJob(1);
    passSeconds(29);
    assertThat(warnings).isEmpty();

    passSeconds(5);
    passSeconds(60);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(
            "34 s",
            "spark://host:7077",
            "spark.executor.memory=8g",
            "spark.executor.resource.gpu.amount=1");
  }

  @Test
  void timeWithoutJobsOrWithTasksIsNotReported() {
    passSeconds(60);
    startJob(1);
    wait.onTaskStart(null);
    passSeconds(600);
    wait.onTaskEnd(null);
    endJob(1);
    passSeconds(600);
    startJob(2);
    passSeconds(10);

    assertThat(warnings).isEmpty();
  }

  @Test
  void executorsThatAreLostAndNotReplacedAreReported() {
    startJob(1);
    passSeconds(40);
    wait.onTaskStart(null);
    wait.onTaskEnd(null);
    passSeconds(40);

    assertThat(warnings).hasSize(2);
  }
}
