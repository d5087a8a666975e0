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
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.Scores;

/** What was run: the manifest of the main method, and where the others come from. */
final class RunSection {

  /** The stages that go over all frames, by command. */
  private static final Map<String, String> FRAME_STAGES =
      Map.of("score", "score", "evaluate", "measure");

  private RunSection() {}

  static String html(Report report) {
    StringBuilder html = new StringBuilder("<section>\n<h2>What was run</h2>\n");
    html.append("<dl class=\"facts\">\n");
    facts(report.main())
        .forEach(
            (name, value) ->
                html.append(
                    "<div><dt>%s</dt><dd>%s</dd></div>%n"
                        .formatted(Html.text(name), Html.text(value))));
    html.append("</dl>\n");
    if (report.compares()) {
      html.append(compared(report.methods()));
    }
    return html.append("</section>\n").toString();
  }

  private static Map<String, String> facts(Scores scores) {
    Manifest run = scores.manifest();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", run.command());
    facts.put("Date", date(run.started()));
    facts.put("Took", took(run));
    Optional.ofNullable(run.model())
        .ifPresent(
            model ->
                facts.put(
                    "Model",
                    "%s, %s, hash %.12s".formatted(model.network(), model.path(), model.hash())));
    Optional.ofNullable(run.device()).ifPresent(device -> facts.put("Device", device));
    framesPerSecond(run).ifPresent(speed -> facts.put("Speed", speed));
    facts.put(run.command().equals("evaluate") ? "Predictions" : "Inputs", joined(run.inputs()));
    Optional.ofNullable(run.groundTruth()).ifPresent(path -> facts.put("Ground truth", path));
    facts.put("Results", scores.folder());
    facts.put("Counts", named(run.counts()));
    facts.put("Versions", named(run.versions()));
    facts.put("Run", run.runId());
    return facts;
  }

  private static String joined(List<String> texts) {
    return String.join(", ", texts);
  }

  private static String named(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String date(String instant) {
    return instant.replaceFirst("T", " ").replaceFirst("(:\\d\\d)(\\.\\d+)?Z$", "$1 UTC");
  }

  private static String took(Manifest run) {
    try {
      Duration time = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished()));
      return time.toMinutes() == 0
          ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
          : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    } catch (DateTimeParseException e) {
      return "unknown";
    }
  }

  /** Frames of this run over the seconds of the stage that worked on them. */
  private static Optional<String> framesPerSecond(Manifest run) {
    Long frames = run.counts().get("done");
    Double seconds = run.stageSeconds().get(FRAME_STAGES.getOrDefault(run.command(), ""));
    return frames == null || frames == 0 || seconds == null || seconds <= 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "%.1f frames/s (%,d in %.1f s)", frames / seconds, frames, seconds));
  }

  private static String compared(List<Scores> methods) {
    StringBuilder html =
        new StringBuilder(
            """
            <h3>Compared methods</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Compared methods">
            <table>
            <thead><tr><th scope="col" class="name">Method</th><th scope="col" class="name">Command</th>\
            <th scope="col" class="name">Date</th><th scope="col" class="name">Maps</th>\
            <th scope="col" class="name">Results</th></tr></thead>
            <tbody>
            """);
    for (Scores method : methods.subList(1, methods.size())) {
      Manifest run = method.manifest();
      html.append("<tr><th scope=\"row\">").append(Html.text(method.name())).append("</th>");
      String maps = run.command().equals("evaluate") ? joined(run.inputs()) : method.folder();
      for (String cell : List.of(run.command(), date(run.started()), maps, method.folder())) {
        html.append("<td class=\"name\">").append(Html.text(cell)).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }
}
