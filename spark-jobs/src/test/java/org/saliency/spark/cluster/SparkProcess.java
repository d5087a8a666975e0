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

/** A Java process of Spark, run from Maven's jars. Closing kills it and its child processes. */
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

  /** JVM options for processes that run for seconds. */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /** Spark's classes as the build archived them, for class paths that begin with Spark's. */
  static final List<String> CLASS_ARCHIVE =
      List.of(
          "-XX:SharedArchiveFile=" + Path.of("target", "spark.jsa").toAbsolutePath(),
          "-Xlog:cds*=off");

  private final Process process;
  private final Path log;

  private SparkProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param log file for its output
   * @param environment variables to add to those of this process
   * @param options of the JVM, including the class path
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
    line.addAll(CLASS_ARCHIVE);
    line.addAll(options);
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    return new SparkProcess(builder.start(), log);
  }

  /** Spark's class path, as used by the launcher. */
  static String sparkClassPath() throws IOException {
    return Files.readString(Path.of("target", "spark.classpath")).strip();
  }

  /** An unused port of this machine. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits up to two minutes for a condition. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    await(what, Duration.ofMinutes(2), condition);
  }

  /** Waits for a condition. */
  static void await(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("timed out after " + limit + " waiting until " + what);
      }
      Thread.sleep(50);
    }
  }

  /** Waits up to three minutes for the exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new AssertionError("still running after three minutes: " + log());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Output so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Child processes that run a main class. */
  List<ProcessHandle> children(String mainClass) {
    return process.descendants().filter(child -> arguments(child).contains(mainClass)).toList();
  }

  /** From Linux itself where possible, since Java sees only the first 4,096 bytes. */
  private static List<String> arguments(ProcessHandle process) {
    try {
      Path line = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      return List.of(Files.readString(line).split("\0"));
    } catch (IOException e) { // not Linux, or the process has ended
      return process.info().arguments().map(List::of).orElse(List.of());
    }
  }

  /** Kills this process only, with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends this process only a signal: TERM, STOP or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
