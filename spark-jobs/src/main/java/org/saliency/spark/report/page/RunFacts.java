package org.saliency.spark.report.page;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.spark.report.page.Table.Body;
import org.saliency.spark.report.page.Table.Cell;
import org.saliency.spark.report.page.Table.Column;
import org.saliency.spark.report.page.Table.Row;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.Scores;

/** Facts about runs, from their manifests. */
final class RunFacts {

  /** The stage that processes all frames, by command. */
  private static final Map<String, String> FRAME_STAGES =
      Map.of("score", "score", "evaluate", "measure");

  private RunFacts() {}

  /** Facts about one run, by name, in the order of the page. */
  static Map<String, String> of(Scores scores) {
    Manifest run = scores.manifest();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", run.command());
    facts.put("Date", date(run));
    facts.put("Duration", duration(run));
    Optional.ofNullable(run.model()).ifPresent(model -> facts.put("Model", model(model)));
    Optional.ofNullable(run.device()).ifPresent(device -> facts.put("Device", device));
    framesPerSecond(run).ifPresent(speed -> facts.put("Speed", speed));
    facts.put(
        run.command().equals("evaluate") ? "Predictions" : "Inputs",
        String.join(", ", run.inputs()));
    Optional.ofNullable(run.groundTruth()).ifPresent(path -> facts.put("Ground truth", path));
    if (scores.notes().truthSigma() != null) {
      facts.put("Truth maps", scores.notes().truthMaps());
    }
    facts.put("Results", scores.folder());
    facts.put("Profile", scores.profile().option());
    if (!scores.notes().reference().isEmpty()) {
      facts.put("Baseline and negatives", list(scores.notes().reference()));
    }
    facts.put("Counts", list(run.counts()));
    facts.put("Versions", list(run.versions()));
    facts.put("Run", run.runId());
    facts.put("Settings", list(run.settings()));
    return facts;
  }

  private static String model(Manifest.ModelReference model) {
    return String.format(
        Locale.ROOT, "%s, %s, hash %.12s", model.network(), model.path(), model.hash());
  }

  /** Origin of the results of each compared method. */
  static Table compared(List<Scores> methods) {
    List<Column> columns =
        Stream.of("Method", "Command", "Date", "Model", "Maps", "Results")
            .map(Column::name)
            .toList();
    List<Row> rows =
        methods.stream()
            .map(
                method -> {
                  Manifest run = method.manifest();
                  String maps =
                      run.command().equals("evaluate")
                          ? String.join(", ", run.inputs())
                          : method.folder();
                  String model = Optional.ofNullable(run.model()).map(RunFacts::model).orElse("–");
                  return Row.of(
                      Stream.of(Cell.method(method.name(), null)),
                      Stream.of(run.command(), date(run), model, maps, method.folder())
                          .map(Cell::name));
                })
            .toList();
    return new Table("Compared methods", columns, List.of(new Body(rows)));
  }

  private static String list(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String date(Manifest run) {
    return run.started().replaceFirst("T", " ").replaceFirst("(:\\d\\d)(\\.\\d+)?Z$", "$1 UTC");
  }

  private static String duration(Manifest run) {
    try {
      Duration time = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished()));
      return time.toMinutes() == 0
          ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
          : String.format(Locale.ROOT, "%d min %d s", time.toMinutes(), time.toSecondsPart());
    } catch (DateTimeParseException e) {
      return "unknown";
    }
  }

  /** Frames of this run divided by the seconds of the stage that processed them. */
  private static Optional<String> framesPerSecond(Manifest run) {
    Long frames = run.counts().get("done");
    Double seconds = run.stageSeconds().get(FRAME_STAGES.getOrDefault(run.command(), ""));
    return frames == null || frames == 0 || seconds == null || seconds <= 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "%.1f frames/s (%,d in %.1f s)", frames / seconds, frames, seconds));
  }
}
