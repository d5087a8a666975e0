package org.saliency.spark.task;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a task treats a failing storage. A read is repeated a few times; then the attempt fails and
 * Spark runs the task again, perhaps on another node; the last attempt gives up on the file, so
 * that it counts as bad and the rest of the task is done. Damaged content is none of this: it is
 * bad at once. Thread-safe.
 */
public final class StorageRetries {

  private static final Logger LOG = LoggerFactory.getLogger(StorageRetries.class);
  private static final long[] WAITS_MILLIS = {100, 400, 1600};

  /** Longest time that a task waits in all, so that an outage does not hold it for hours. */
  private static final long MOST_MILLIS = TimeUnit.SECONDS.toMillis(20);

  private static final Pattern LOCAL = Pattern.compile("local(\\[[^,\\]]*(,\\s*(\\d+)\\s*)?\\])?");
  private static final int FAILURES = 4; // Spark's default

  private final boolean isLastAttempt;
  private final long mostMillis;
  private final AtomicLong waited = new AtomicLong();

  StorageRetries(boolean isLastAttempt, long mostMillis) {
    this.isLastAttempt = isLastAttempt;
    this.mostMillis = mostMillis;
  }

  /** The treatment for the current attempt at a Spark task. */
  public static StorageRetries ofTask() {
    return new StorageRetries(
        TaskContext.get().attemptNumber() + 1 >= maxFailures(SparkEnv.get().conf()), MOST_MILLIS);
  }

  /** Number of attempts of which none succeeds after which Spark ends the job. */
  static int maxFailures(SparkConf conf) {
    Matcher local = LOCAL.matcher(conf.get("spark.master", ""));
    if (!local.matches()) {
      return conf.getInt("spark.task.maxFailures", FAILURES);
    }
    return local.group(3) == null ? 1 : Integer.parseInt(local.group(3));
  }

  /**
   * Reads files, several times if the storage fails.
   *
   * @throws StorageException of the last failure
   */
  public <T> T read(Supplier<T> reading) {
    for (long wait : WAITS_MILLIS) {
      try {
        return reading.get();
      } catch (StorageException e) {
        if (waited.addAndGet(wait) > mostMillis) {
          throw e;
        }
        LOG.warn("{}; trying again in {} ms", e.getMessage(), wait);
        pause(wait, e);
      }
    }
    return reading.get();
  }

  /**
   * Reads the files of a frame as {@link #read} does.
   *
   * @throws StorageException of the last failure, if Spark will run the task again
   * @throws UserException if it will not: the frame is bad, for the reason that is the cause
   */
  public <T> T readOrGiveUp(Supplier<T> reading) {
    try {
      return read(reading);
    } catch (StorageException e) {
      if (isLastAttempt && !Thread.currentThread().isInterrupted()) {
        throw e.givenUp();
      }
      throw e;
    }
  }

  private static void pause(long millis, StorageException error) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) { // the task is killed
      Thread.currentThread().interrupt();
      throw error;
    }
  }
}
