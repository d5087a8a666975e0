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

/** Measures the stages one after another, each after its own warm-up. */
public final class BenchmarkJob {

  private final BenchmarkArguments arguments;
  private final BenchmarkSettings settings;
  private final Supplier<SparkSession> sessions;
  private final double secondsOfJava = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;

  /**
   * Creates a benchmark.
   *
   * @param sessions starts Spark if a stage needs it
   * @throws UserException when a setting is invalid
   */
  public BenchmarkJob(BenchmarkArguments arguments, Supplier<SparkSession> sessions) {
    this.arguments = arguments;
    this.settings = BenchmarkSettings.from(arguments.settings().section("benchmark"));
    this.sessions = sessions;
  }

  /**
   * Result of a benchmark.
   *
   * @param machine hardware, software and model
   * @param stages figures by stage
   */
  public record Result(Map<String, Object> machine, Map<String, Map<String, Object>> stages) {

    /** Result as JSON. */
    public Map<String, Object> json() {
      return Map.of("machine", machine, "stages", stages);
    }

    /** Result as text. */
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
   * Runs the benchmark.
   *
   * @throws UserException when the model or a frame cannot be read, or a device is missing
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
    System.gc(); // do not count what the previous stage left
    ResidentMemory.resetPeak();
    put(memory, "before", ResidentMemory.now());
    Map<String, Object> figures = new LinkedHashMap<>(stage.measure(bench));
    put(memory, "after", ResidentMemory.now());
    put(memory, "peak", ResidentMemory.peak());
    figures.put("resident_megabytes", memory);
    return figures;
  }

  private static void put(Map<String, Object> memory, String when, OptionalLong bytes) {
    bytes.ifPresent(count -> memory.put(when, Math.round(count / 1e6)));
  }

  /** Both rates are measured on the same cores, so the share shows the overhead of scoring. */
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
