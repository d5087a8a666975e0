package org.saliency.spark.lineage;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.saliency.settings.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports in the background, in order. After the first failure, which is logged as one
 * warning, nothing more is sent.
 */
final class Reports {

  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final String receiver;
  private final ScheduledExecutorService thread;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /**
   * Starts the thread.
   *
   * @param receiver names the server in the warning, without secrets
   */
  Reports(String receiver) {
    this.receiver = receiver;
    this.thread = Executors.newSingleThreadScheduledExecutor(Reports::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread result = new Thread(task, "report-run");
    result.setDaemon(true);
    return result;
  }

  /** A report to a server. */
  interface Report {
    void send() throws IOException, InterruptedException;
  }

  /** Sends a report after those before it. */
  void send(Report report) {
    thread.execute(() -> sendNow(report));
  }

  /** Sends a report repeatedly until the end. */
  @SuppressWarnings("FutureReturnValueIgnored") // sendNow() logs its errors
  void repeat(Duration period, Report report) {
    thread.scheduleWithFixedDelay(
        () -> sendNow(report), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends a report unless an earlier one has failed. */
  private void sendNow(Report report) {
    if (hasFailed.get()) {
      return;
    }
    try {
      report.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      fail(Secrets.mask(reason(e)));
    }
  }

  private static String reason(Exception error) {
    if (error instanceof ConnectException) {
      return "no connection";
    }
    String message = error.getMessage() == null ? "" : error.getMessage();
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? error.getClass().getSimpleName() : line;
  }

  private void fail(String reason) {
    if (hasFailed.compareAndSet(false, true)) {
      LOG.warn("{} does not accept reports of this run, which goes on: {}", receiver, reason);
    }
  }

  /** Waits until everything is sent, but not longer than given. */
  void end(Duration longest) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        fail("no answer within " + longest.toSeconds() + " s");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
