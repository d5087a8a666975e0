package org.saliency.spark.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Spark jobs whose tasks write files. Spark reports a failed job while some of its tasks still
 * run; {@link #await} returns only after they have ended, so that none of them writes later.
 */
public final class SparkTasks extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(SparkTasks.class);
  private static final long POLL_MILLIS = 200;

  /** How long to wait for cancelled tasks. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<Integer, Integer> jobOfStage = new HashMap<>();
  private final Map<Long, Integer> jobOfTask = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();

  private SparkTasks() {}

  /**
   * Starts a job and waits for it.
   *
   * @param description for Spark's UI
   * @param check called a few times a second; an exception it throws cancels the job
   * @throws RuntimeException the cause when the job failed
   */
  public static <T> T await(
      SparkContext spark, String description, Supplier<JavaFutureAction<T>> start, Runnable check)
      throws InterruptedException {
    SparkTasks tasks = new SparkTasks();
    spark.addSparkListener(tasks);
    JavaFutureAction<T> job = start(spark, description, start);
    try {
      return await(job, check);
    } catch (RuntimeException | InterruptedException e) {
      job.cancel(true);
      tasks.awaitEnd(spark, job.jobIds());
      throw e;
    } finally {
      spark.removeSparkListener(tasks);
    }
  }

  private static <T> JavaFutureAction<T> start(
      SparkContext spark, String description, Supplier<JavaFutureAction<T>> start) {
    try (JobDescription described = JobDescription.set(spark, "%s", description)) {
      return start.get();
    }
  }

  private static <T> T await(JavaFutureAction<T> job, Runnable check) throws InterruptedException {
    while (true) {
      try {
        return job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        check.run();
      } catch (ExecutionException e) {
        throw SparkErrors.unwrap(e.getCause());
      }
    }
  }

  private synchronized void awaitEnd(SparkContext spark, List<Integer> jobs)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isRunning(jobs) && !spark.isStopped()) {
      if (System.nanoTime() > end) {
        LOG.warn("Tasks of a failed job are still running after {} s", PATIENCE.toSeconds());
        return;
      }
      wait(POLL_MILLIS);
    }
  }

  private boolean isRunning(List<Integer> jobs) {
    return !ended.containsAll(jobs) || jobs.stream().anyMatch(jobOfTask::containsValue);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    start.stageIds().foreach(stage -> jobOfStage.put((Integer) stage, start.jobId()));
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    Integer job = jobOfStage.get(start.stageId());
    if (job != null) {
      jobOfTask.put(start.taskInfo().taskId(), job);
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    jobOfTask.remove(end.taskInfo().taskId());
    notifyAll();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    ended.add(end.jobId());
    notifyAll();
  }
}
