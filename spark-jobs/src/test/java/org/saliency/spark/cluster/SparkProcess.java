package org.saliency.spark.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of Spark, from the jars that Maven has; killed with all it started when closed.
 */
final class SparkProcess implements AutoCloseable {

  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /** Options of Java for processes that live for seconds. */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final Path log;

  private SparkProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param log file for what it prints
   * @param environment beside this process's own
   * @param options of Java, the class path among them
   * @param command main class and its arguments
   */
  static SparkProcess start(
      Path log, Map<String, String> environment, List<String> options, List<String> command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(name -> line.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    line.add("-Djdk.reflect.useDirectMethodHandle=false");
    line.addAll(List.of(QUICK_START.split(" ")));
    line.addAll(options);
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    return new SparkProcess(builder.start(), log);
  }

  /** The jars of Spark, as the launcher takes them. */
  static String sparkClassPath() throws IOException {
    return Files.readString(Path.of("target", "spark.classpath")).strip();
  }

  /** A port of this machine that nobody uses now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until something is so. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited two minutes in vain until " + what);
      }
      Thread.sleep(50);
    }
  }

  /** Waits for its end; gives its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new AssertionError("it has not ended after three minutes: " + log());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Processes that it has started and that run a main class. */
  List<ProcessHandle> children(String mainClass) {
    return process
        .descendants()
        .filter(
            child ->
                child
                    .info()
                    .arguments()
                    .map(arguments -> List.of(arguments).stream().anyMatch(mainClass::equals))
                    .orElse(false))
        .toList();
  }

  /** Kills it with SIGKILL, and nothing that it started. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
