package org.saliency.spark.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.machine.ResidentMemory;
import org.saliency.pytorch.PyTorch;
import org.saliency.spark.results.Manifest;

/** Measures stage after stage, each warmed up apart. */
public final class BenchmarkJob {

  private final BenchmarkArguments arguments;
  private final BenchmarkSettings settings;
  private final Supplier<SparkSession> sessions;
  private final double secondsOfJava = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;

  /**
   * A benchmark that has measured nothing yet.
   *
   * @param sessions starts Spark, when a stage needs it
   * @throws UserException when a setting does not fit
   */
  public BenchmarkJob(BenchmarkArguments arguments, Supplier<SparkSession> sessions) {
    this.arguments = arguments;
    this.settings = BenchmarkSettings.from(arguments.settings().section("benchmark"));
    this.sessions = sessions;
  }

  /**
   * What was measured.
   *
   * @param machine what it was measured on and with
   * @param stages figures by stage
   */
  public record Result(Map<String, Object> machine, Map<String, Map<String, Object>> stages) {

    /** For programs. */
    public Map<String, Object> json() {
      return Map.of("machine", machine, "stages", stages);
    }

    /** For people. */
    public String text() {
      StringBuilder text = new StringBuilder();
      machine.forEach((name, value) -> text.append(line(name, value)));
      stages.forEach(
          (stage, figures) -> {
            text.append('\n').append(stage).append('\n');
            append(text, "  ", figures);
          });
      return text.toString();
    }

    private static void append(StringBuilder text, String indent, Map<?, ?> figures) {
      figures.forEach(
          (name, value) -> {
            if (value instanceof Map<?, ?> group) {
              text.append(indent).append(name).append('\n');
              append(text, indent + "  ", group);
            } else {
              text.append(line(indent + name.toString().replace('_', ' '), value));
            }
          });
    }

    private static String line(String name, Object value) {
      String shown =
          value instanceof Double number
              ? String.format(Locale.ROOT, number < 10 ? "%.3f" : "%.1f", number)
              : value.toString();
      return String.format(Locale.ROOT, "%-40s %s%n", name, shown);
    }
  }

  /**
   * Measures.
   *
   * @throws UserException when the model or a frame cannot be read, or a device is not there
   */
  public Result run() throws IOException, InterruptedException {
    try (Workbench bench = new Workbench(arguments, settings, sessions, secondsOfJava)) {
      Map<String, Map<String, Object>> stages = new LinkedHashMap<>();
      for (Stage stage : settings.stages()) {
        stages.put(stage.name().toLowerCase(Locale.ROOT), measure(stage, bench));
      }
      addShareOfModel(stages);
      return new Result(machine(bench), stages);
    }
  }

  private static Map<String, Object> measure(Stage stage, Workbench bench)
      throws IOException, InterruptedException {
    System.err.println("benchmark: " + stage.name().toLowerCase(Locale.ROOT) + " ...");
    Map<String, Object> memory = new LinkedHashMap<>();
    System.gc(); // what the stage before has left is not counted
    ResidentMemory.resetPeak();
    note(memory, "before", ResidentMemory.now());
    Map<String, Object> figures = new LinkedHashMap<>(stage.measure(bench));
    note(memory, "after", ResidentMemory.now());
    note(memory, "peak", ResidentMemory.peak());
    figures.put("resident_megabytes", memory);
    return figures;
  }

  private static void note(Map<String, Object> memory, String when, OptionalLong bytes) {
    bytes.ifPresent(count -> memory.put(when, Math.round(count / 1e6)));
  }

  /** Both were measured on the same cores, so that the share tells what scoring takes besides. */
  private static void addShareOfModel(Map<String, Map<String, Object>> stages) {
    String rate = "frames_per_second";
    for (String job : List.of("whole", "predictor")) {
      if (stages.containsKey("model") && stages.containsKey(job)) {
        double share = (double) stages.get(job).get(rate) / (double) stages.get("model").get(rate);
        stages.get(job).put("share_of_model_rate", share);
      }
    }
  }

  private Map<String, Object> machine(Workbench bench) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", bench.cores());
    machine.put("network", bench.model().description().network());
    machine.put("input_size", bench.model().description().inputSize());
    machine.put("pytorch", PyTorch.version());
    machine.putAll(Manifest.versions(org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    return machine;
  }
}
