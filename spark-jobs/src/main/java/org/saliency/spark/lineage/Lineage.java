package org.saliency.spark.lineage;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.saliency.UserException;
import org.saliency.settings.Secrets;
import org.saliency.settings.Settings;
import org.saliency.spark.lineage.LineageEvent.Type;
import org.saliency.spark.task.SparkErrors;

/** Reports runs as OpenLineage events: START, then COMPLETE, FAIL or, when stopped, ABORT. */
public final class Lineage {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final LineageSettings settings;

  private Lineage(LineageSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads the settings; lineage is off without a URL.
   *
   * @param settings all sections
   * @throws UserException when one is invalid
   */
  public static Lineage from(Settings settings) {
    return from(settings, System.getenv());
  }

  static Lineage from(Settings settings, Map<String, String> environment) {
    return new Lineage(LineageSettings.from(settings.section("lineage.openlineage"), environment));
  }

  /** A run. */
  public interface Work<T> {
    T run() throws InterruptedException;
  }

  /**
   * Does the work of a run and reports it.
   *
   * @param frames number of frames in the output, by the result
   */
  public <T> T report(ReportedRun run, ToLongFunction<T> frames, Work<T> work)
      throws InterruptedException {
    if (settings.url().isEmpty()) {
      return work.run();
    }
    Sender sender = new Sender(run);
    sender.send(Type.START, null, null);
    try {
      T result = work.run();
      sender.end(Type.COMPLETE, null, frames.applyAsLong(result));
      return result;
    } catch (RuntimeException | Error | InterruptedException e) {
      sender.end(Type.FAIL, message(e), null);
      throw e;
    }
  }

  private static String message(Throwable error) {
    return SparkErrors.userError(error)
        .map(UserException::getMessage)
        .orElseGet(() -> SparkErrors.firstLine(error));
  }

  /** Sends the events of a run. */
  private final class Sender {

    private final ReportedRun run;
    private final JsonClient client = new JsonClient(settings.apiKey().map(key -> "Bearer " + key));
    private final Reports reports =
        new Reports("OpenLineage server " + Secrets.mask(settings.url().orElseThrow().toString()));
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread abort = new Thread(this::abort, "abort-lineage");

    Sender(ReportedRun run) {
      this.run = run;
      Runtime.getRuntime().addShutdownHook(abort);
    }

    private void send(Type type, String error, Long frames) {
      LineageEvent event = LineageEvent.of(type, run, settings, error, frames);
      reports.send(() -> client.post(settings.url().orElseThrow(), event));
    }

    private void end(Type type, String error, Long frames) {
      if (isOver.compareAndSet(false, true)) {
        send(type, error, frames);
        reports.end(LONGEST_WAIT);
        try {
          Runtime.getRuntime().removeShutdownHook(abort);
        } catch (IllegalStateException shuttingDown) {
          // the hook finds that the run is over
        }
      }
    }

    private void abort() {
      if (isOver.compareAndSet(false, true)) {
        send(Type.ABORT, null, null);
        reports.end(LONGEST_WAIT);
      }
    }
  }
}
