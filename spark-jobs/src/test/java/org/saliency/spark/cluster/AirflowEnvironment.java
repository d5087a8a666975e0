package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Assumptions;
import org.saliency.spark.TestDownloads;

/**
 * A virtual environment with the versions of {@code conf/airflow/requirements.txt}: that of {@code
 * -Dairflow.environment}, or one in the user's cache folder.
 */
public final class AirflowEnvironment {

  public static final Path DAGS = Path.of("..", "conf", "airflow").toAbsolutePath().normalize();

  private static final Path REQUIREMENTS = DAGS.resolve("requirements.txt");

  private final Path bin;
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();

  private AirflowEnvironment(Path bin, Path home) {
    this.bin = bin;
    this.home = home;
    variables.put("AIRFLOW_HOME", home.toString());
    variables.put("AIRFLOW__CORE__DAGS_FOLDER", DAGS.toString());
    variables.put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    variables.put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("PYTHONDONTWRITEBYTECODE", "1");
    variables.put("SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Finds the environment, or skips the test and prints the reason. */
  public static AirflowEnvironment find(Path home) throws IOException {
    Path folder = folder();
    if (!Files.isExecutable(folder.resolve("bin/airflow"))) {
      String reason =
          "no Airflow in "
              + folder
              + ": run AirflowRunIT with -Dairflow.run=true, which installs it";
      System.err.println("Test skipped: " + reason);
      Assumptions.abort(reason);
    }
    return new AirflowEnvironment(folder.resolve("bin"), home);
  }

  /** Finds the environment or installs it, which downloads 700 MB. */
  static AirflowEnvironment bring(Path home) throws IOException, InterruptedException {
    Path folder = folder();
    AirflowEnvironment environment = new AirflowEnvironment(folder.resolve("bin"), home);
    if (!Files.isExecutable(folder.resolve("bin/airflow"))) {
      boolean isInstalled = false;
      try {
        environment.run("python3", "-m", "venv", folder.toString()).requireSuccess();
        environment
            .run("pip", "install", "-q", "--no-input", "-r", REQUIREMENTS.toString())
            .requireSuccess();
        isInstalled = true;
      } finally {
        if (!isInstalled) {
          FileUtil.fullyDelete(folder.toFile());
        }
      }
    }
    return environment;
  }

  private static Path folder() throws IOException {
    String given = System.getProperty("airflow.environment");
    if (given != null) {
      return Path.of(given);
    }
    String name = "airflow-" + Integer.toHexString(String.join("\n", pinned()).hashCode());
    return TestDownloads.folder(name);
  }

  private static List<String> pinned() throws IOException {
    return Files.readAllLines(REQUIREMENTS).stream().filter(line -> line.contains("==")).toList();
  }

  /** End of a program. */
  public record Ended(int exitCode, String output) {
    public String requireSuccess() {
      if (exitCode != 0) {
        throw new AssertionError(output);
      }
      return output;
    }
  }

  AirflowEnvironment with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  AirflowEnvironment without(String variable) {
    variables.remove(variable);
    return this;
  }

  /** Starts a program of the environment that writes to a log file. */
  Process start(Path log, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    Path own = bin.resolve(command[0]);
    if (Files.isExecutable(own)) {
      line.set(0, own.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** Runs a program of the environment for up to ten minutes. */
  public Ended run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(Files.createDirectories(home), "run", ".log");
    Process process = start(log, command);
    try {
      boolean isDone = process.waitFor(10, TimeUnit.MINUTES);
      return new Ended(isDone ? process.exitValue() : -1, Files.readString(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
