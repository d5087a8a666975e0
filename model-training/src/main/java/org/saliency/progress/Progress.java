package org.saliency.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Reports the progress of a long step on standard error: a bar on a terminal, otherwise a plain
 * line every ten seconds. Closing it ends the step.
 */
public final class Progress implements AutoCloseable {

  /** System property, set by the launcher: whether standard error is a terminal. */
  static final String TERMINAL_PROPERTY = "saliency.terminal";

  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

  private static final AtomicReference<Progress> CURRENT = new AtomicReference<>();
  private static volatile boolean isSilent;

  private final String task;
  private final String unit;
  private final long total;
  private final PrintStream out;
  private final Optional<ProgressBar> bar;
  private final boolean isKept;
  private final long start = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private volatile String note = "";
  private long lastLine = start;

  private Progress(
      String task,
      String unit,
      long total,
      PrintStream out,
      Optional<ProgressBar> bar,
      boolean isKept) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.out = out;
    this.bar = bar;
    this.isKept = isKept;
  }

  /**
   * Starts a step.
   *
   * @param task name of the step, for example {@code epoch 1/10}
   * @param unit plural noun of the counted items, for example {@code frames}
   * @param total number of items
   */
  public static Progress start(String task, String unit, long total) {
    return started(
        isTerminal() ? bar(task, unit, total, true) : lines(task, unit, total, System.err));
  }

  /**
   * Starts a step that leaves nothing behind when it ends, because its result is reported: the bar
   * disappears, and there is no last line.
   */
  public static Progress startPassing(String task, String unit, long total) {
    return started(
        isTerminal()
            ? bar(task, unit, total, false)
            : new Progress(task, unit, total, System.err, Optional.empty(), false));
  }

  private static Progress started(Progress progress) {
    CURRENT.set(progress);
    return progress;
  }

  private static Progress bar(String task, String unit, long total, boolean isKept) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" " + unit, 1)
            .showSpeed();
    if (!isKept) {
      bar.clearDisplayOnFinish();
    }
    return new Progress(task, unit, total, System.err, Optional.of(bar.build()), isKept);
  }

  static Progress lines(String task, String unit, long total, PrintStream out) {
    return new Progress(task, unit, total, out, Optional.empty(), true);
  }

  @SuppressWarnings("SystemConsoleNull") // newer JDKs rely on the property
  private static boolean isTerminal() {
    String property = System.getProperty(TERMINAL_PROPERTY);
    return property == null ? System.console() != null : Boolean.parseBoolean(property);
  }

  /** How far the step that began last has come, for example {@code score: 3 of 8 frames}. */
  public static Optional<String> current() {
    return Optional.ofNullable(CURRENT.get()).map(Progress::count);
  }

  /** Prints no more lines: the process is being stopped, and has said how far it came. */
  public static void silence() {
    isSilent = true;
  }

  private String count() {
    return String.format(Locale.ROOT, "%s: %d of %d %s", task, done.get(), total, unit);
  }

  /** Number of items. */
  public long total() {
    return total;
  }

  /** Adds to the number of finished items. */
  public void advance(long count) {
    to(done.get() + count);
  }

  /** Sets the number of finished items. */
  public synchronized void to(long count) {
    done.set(count);
    bar.ifPresent(b -> b.stepTo(count));
    long now = System.nanoTime();
    boolean isDue = now - lastLine >= LINE_INTERVAL.toNanos() && count < total;
    if (bar.isEmpty() && isDue && !isSilent) {
      lastLine = now;
      out.println(line());
    }
  }

  /** Shows a text beside the count, for example the loss. */
  public void note(String text) {
    note = text;
    bar.ifPresent(b -> b.setExtraMessage(text));
  }

  @Override
  public void close() {
    CURRENT.compareAndSet(this, null);
    if (bar.isPresent()) {
      bar.get().close();
    } else if (isKept && !isSilent) {
      out.println(line());
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - start) / 1e9;
    long count = done.get();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d %s, %.1f %s/s, %.0f s%s%s",
        task,
        count,
        total,
        unit,
        count / Math.max(seconds, 1e-9),
        unit,
        seconds,
        count > 0 && count < total
            ? String.format(Locale.ROOT, ", %.0f s to go", seconds / count * (total - count))
            : "",
        note.isEmpty() ? "" : ", " + note);
  }
}
