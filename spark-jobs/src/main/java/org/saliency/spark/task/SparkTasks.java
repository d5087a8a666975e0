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
 * Waits for Spark jobs whose tasks write files. A job that fails is over for Spark while some of
 * its tasks still run; here it is over when they have ended, too, so that nobody writes behind the
 * back of what comes next.
 */
public final class SparkTasks extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(SparkTasks.class);
  private static final long POLL_MILLIS = 200;

  /** Time in which a task that is told to end is expected to do so. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<Integer, Integer> jobOfStage = new HashMap<>();
  private final Map<Long, Integer> jobOfTask = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();

  private SparkTasks() {}

  /**
   * Starts a job and waits until it is done.
   *
   * @param eachTime called a few times a second; throws what is to end the job
   * @throws RuntimeException what was really wrong when the job failed
   */
  public static <T> T await(
      SparkContext spark, Supplier<JavaFutureAction<T>> start, Runnable eachTime)
      throws InterruptedException {
    SparkTasks tasks = new SparkTasks();
    spark.addSparkListener(tasks);
    JavaFutureAction<T> job = start.get();
    try {
      return await(job, eachTime);
    } catch (RuntimeException | InterruptedException e) {
      job.cancel(true);
      tasks.awaitEnd(spark, job.jobIds());
      throw e;
    } finally {
      spark.removeSparkListener(tasks);
    }
  }

  private static <T> T await(JavaFutureAction<T> job, Runnable eachTime)
      throws InterruptedException {
    while (true) {
      try {
        return job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        eachTime.run();
      } catch (ExecutionException e) {
        throw SparkFaults.of(e.getCause());
      }
    }
  }

  private synchronized void awaitEnd(SparkContext spark, List<Integer> jobs)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isRunning(jobs) && !spark.isStopped()) {
      if (System.nanoTime() > end) {
        LOG.warn("tasks of a failed job still run after {} s", PATIENCE.toSeconds());
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
