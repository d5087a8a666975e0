package org.saliency.spark.task;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sees that the frames of a task move. Its stages tell what they begin and end; when for a set time
 * none of them did, a warning names the stages that are at work, and their frames. It warns alone:
 * what is stuck in native code cannot be stopped.
 */
final class StallDetector implements AutoCloseable {

  private record Work(Supplier<String> place, long since) {}

  private final long limit;
  private final Map<Activity, Work> works = new ConcurrentHashMap<>();
  private volatile long lastMove = System.nanoTime();
  private volatile boolean isResting;
  private long lastWarning = lastMove;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "watch");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Starts to watch.
   *
   * @param limit time without a move that is warned of, and again each time it has passed; zero for
   *     never
   * @param warnings takes each warning
   */
  StallDetector(Duration limit, Consumer<String> warnings) {
    this.limit = limit.toNanos();
    if (this.limit > 0) {
      long period = Math.min(TimeUnit.SECONDS.toNanos(1), this.limit / 4 + 1);
      Runnable look = () -> check(System.nanoTime()).ifPresent(warnings);
      Future<?> unused = thread.scheduleWithFixedDelay(look, period, period, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Tells that a stage begins to work on a frame, or on a batch that begins with it.
   *
   * @param stage works on one thread at a time
   * @param place which frame it is, for a warning
   */
  Span begin(Activity stage, Supplier<String> place) {
    lastMove = System.nanoTime();
    works.put(stage, new Work(place, lastMove));
    return () -> {
      works.remove(stage);
      lastMove = System.nanoTime();
    };
  }

  /**
   * Tells that whoever takes the frames works on one: until that ends, only stages that are at work
   * are warned of.
   */
  Span rest() {
    isResting = true;
    return () -> {
      lastMove = System.nanoTime();
      isResting = false;
    };
  }

  /** The warning that is due, if one is. */
  private Optional<String> check(long now) {
    boolean isIdle = isResting && works.isEmpty();
    if (isIdle || now - lastMove < limit || now - lastWarning < limit) {
      return Optional.empty();
    }
    lastWarning = now;
    String atWork =
        works.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(stage -> text(stage.getKey(), stage.getValue(), now))
            .collect(Collectors.joining(", "));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no frame has moved for %d s: %s",
            seconds(now - lastMove),
            atWork.isEmpty() ? "no stage is at work" : atWork));
  }

  private static String text(Activity stage, Work work, long now) {
    return String.format(
        Locale.ROOT,
        "%s is at %s for %d s",
        stage.key(),
        work.place().get(),
        seconds(now - work.since()));
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
