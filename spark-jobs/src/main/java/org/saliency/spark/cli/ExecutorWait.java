package org.saliency.spark.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a warning when no task of a job starts, since the cluster gives no executor: Spark waits for
 * one without end. The time is checked at each heartbeat of the driver ({@code
 * spark.executor.heartbeatInterval}).
 */
final class ExecutorWait extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutorWait.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SparkConf settings;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;

  private final Set<Integer> jobs = new HashSet<>();
  private int tasks;
  private long idleSince;
  private boolean isReported;

  ExecutorWait(SparkConf settings) {
    this(settings, System::nanoTime, LOG::warn);
  }

  /**
   * A listener for tests.
   *
   * @param settings of Spark
   */
  ExecutorWait(SparkConf settings, LongSupplier nanoTime, Consumer<String> log) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    if (jobs.isEmpty()) {
      idleSince = nanoTime.getAsLong();
      isReported = false;
    }
    jobs.add(start.jobId());
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    jobs.remove(end.jobId());
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    tasks++;
    isReported = false;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    tasks--;
    idleSince = nanoTime.getAsLong();
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    Duration idle = Duration.ofNanos(nanoTime.getAsLong() - idleSince);
    if (!jobs.isEmpty() && tasks == 0 && !isReported && idle.compareTo(PATIENCE) >= 0) {
      isReported = true;
      log.accept(
          "No task has started for "
              + idle.toSeconds()
              + " s: "
              + settings.get("spark.master", "the cluster")
              + " gives no executor with "
              + wanted()
              + "; check that its workers have as much, that other applications leave it free, and"
              + " the logs of executors that fail to start");
    }
  }

  /** What an executor was requested with. */
  private String wanted() {
    StringBuilder text = new StringBuilder();
    text.append("spark.executor.memory=").append(settings.get("spark.executor.memory", "1g"));
    for (String key :
        new String[] {
          "spark.executor.cores", "spark.task.cpus", "spark.executor.resource.gpu.amount"
        }) {
      if (settings.contains(key)) {
        text.append(", ").append(key).append('=').append(settings.get(key));
      }
    }
    return text.toString();
  }
}
