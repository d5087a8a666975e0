package org.saliency.spark.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.spark.status.RunStatus.HeldLease;
import org.saliency.spark.status.RunStatus.State;

/** The text that {@code status} prints. */
final class StatusText {

  private StatusText() {}

  static String of(RunStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(status));
    if (status.planned() != null || status.done() != null) {
      lines.add(counts(status));
    }
    if (status.framesPerSecond() != null) {
      lines.add(speed(status));
    }
    if (status.lease() != null) {
      lines.add(lease(status.lease()));
    }
    if (status.error() != null) {
      lines.add("error (" + status.errorKind() + "): " + status.error());
    }
    if (status.state() == State.INTERRUPTED) {
      lines.add("rerun the same command to continue");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String headline(RunStatus status) {
    String state = status.state().name().toLowerCase(Locale.ROOT);
    String phase =
        status.phase() == null
            ? ""
            : " (" + status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    String end = status.finished() == null ? "" : ", finished " + status.finished();
    return status.command() + ": " + state + phase + end;
  }

  private static String counts(RunStatus status) {
    List<String> counts = new ArrayList<>();
    counts.add(status.planned() == null ? "planned: unknown" : "planned " + status.planned());
    if (status.done() != null) {
      counts.add("done " + status.done());
    } else if (status.state() == State.RUNNING) {
      counts.add("done: unknown until the end");
    }
    if (status.resumed() != null) {
      counts.add("resumed " + status.resumed());
    }
    if (status.bad() != null) {
      counts.add("bad " + status.bad());
    }
    if (status.remaining() != null) {
      counts.add("remaining " + status.remaining());
    }
    return String.join(", ", counts);
  }

  private static String speed(RunStatus status) {
    String rate = String.format(Locale.ROOT, "%.1f frames/s", status.framesPerSecond());
    return status.etaSeconds() == null
        ? rate
        : rate + ", about " + duration(status.etaSeconds()) + " left";
  }

  private static String lease(HeldLease lease) {
    String holder =
        lease.application() == null
            ? "another run"
            : String.format(
                Locale.ROOT,
                "%s (process %d on %s, since %s)",
                lease.application(),
                lease.process(),
                lease.host(),
                lease.since());
    return "lease of " + holder + ", renewed " + duration(lease.renewedSecondsAgo()) + " ago";
  }

  private static String duration(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 120
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
