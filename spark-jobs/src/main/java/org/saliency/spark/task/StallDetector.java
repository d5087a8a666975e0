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
 * Warns when a task stalls: no stage has started or finished a frame within a time limit. The
 * warning names the active stages and their frames. It does not stop them, since native code cannot
 * be interrupted.
 */
final class StallDetector implements AutoCloseable {

  private record Work(Supplier<String> place, long since) {}

  private final long limit;
  private final Map<Activity, Work> active = new ConcurrentHashMap<>();
  private volatile long lastMove = System.nanoTime();
  private volatile boolean isConsumerBusy;
  private long lastWarning = lastMove;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "stall-detector");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Starts the detector's thread; {@link #close} ends it.
   *
   * @param limit time without progress before a warning, and between warnings; zero disables them
   * @param warnings receives each warning
   */
  StallDetector(Duration limit, Consumer<String> warnings) {
    this.limit = limit.toNanos();
    if (this.limit > 0) {
      long period = Math.min(TimeUnit.SECONDS.toNanos(1), this.limit / 4 + 1);
      Runnable check = () -> check(System.nanoTime()).ifPresent(warnings);
      Future<?> unused = thread.scheduleWithFixedDelay(check, period, period, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Starts the work of a stage on a frame, or on a batch that starts with the frame.
   *
   * @param stage used by one thread at a time
   * @param place names the frame in a warning
   */
  Span begin(Activity stage, Supplier<String> place) {
    lastMove = System.nanoTime();
    active.put(stage, new Work(place, lastMove));
    return () -> {
      active.remove(stage);
      lastMove = System.nanoTime();
    };
  }

  /** Starts the consumer's work on a frame: until its end, idle stages are no stall. */
  Span rest() {
    isConsumerBusy = true;
    return () -> {
      lastMove = System.nanoTime();
      isConsumerBusy = false;
    };
  }

  /** The warning, if one is due. */
  private Optional<String> check(long now) {
    boolean isIdle = isConsumerBusy && active.isEmpty();
    if (isIdle || now - lastMove < limit || now - lastWarning < limit) {
      return Optional.empty();
    }
    lastWarning = now;
    String stages =
        active.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(stage -> text(stage.getKey(), stage.getValue(), now))
            .collect(Collectors.joining(", "));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "no progress for %d s: %s",
            seconds(now - lastMove),
            stages.isEmpty() ? "all stages are idle" : stages));
  }

  private static String text(Activity stage, Work work, long now) {
    return String.format(
        Locale.ROOT,
        "%s has been at %s for %d s",
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
