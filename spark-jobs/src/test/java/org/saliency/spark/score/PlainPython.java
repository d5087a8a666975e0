package org.saliency.spark.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.saliency.spark.TestDownloads;

/**
 * A Python with PyTorch, NumPy and Pillow: that of {@code -Dpytorch.python}, that of the user's
 * cache folder, or one on the PATH. {@code -Dpytorch.install=true} installs it in the cache folder,
 * which downloads 3 GB.
 *
 * @param program the interpreter
 */
record PlainPython(String program) {

  private static final String CHECK =
      "import importlib.util as u, sys;"
          + " sys.exit(any(u.find_spec(n) is None for n in ('torch', 'numpy', 'PIL')))";

  /** Finds it, or skips the test and prints the reason. */
  static PlainPython find() throws IOException, InterruptedException {
    Path cached = TestDownloads.folder("pytorch").resolve("bin/python");
    if (Boolean.getBoolean("pytorch.install") && !Files.isExecutable(cached)) {
      install(cached.getParent().getParent());
    }
    List<String> candidates =
        Stream.of(System.getProperty("pytorch.python", ""), cached.toString(), "python3")
            .filter(name -> !name.isEmpty())
            .toList();
    for (String candidate : candidates) {
      if (succeeds(candidate, "-c", CHECK)) {
        return new PlainPython(candidate);
      }
    }
    // Not a failure with CI=true either: no package that Maven can bring contains Python.
    String reason =
        "no Python with torch, numpy and pillow: give one with -Dpytorch.python=PROGRAM, or install"
            + " it with -Dpytorch.install=true";
    System.err.println("Test skipped: " + reason);
    return Assumptions.abort(reason);
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    finish(List.of("python3", "-m", "venv", folder.toString()));
    List<String> pip = new ArrayList<>(List.of(folder.resolve("bin/pip").toString(), "install"));
    pip.addAll(List.of("-q", "--no-input", "torch", "numpy", "pillow"));
    finish(pip);
  }

  /**
   * Runs a script.
   *
   * @throws AssertionError with the output when it fails
   */
  String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return finish(command);
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      finish(List.of(command));
      return true;
    } catch (AssertionError | IOException e) {
      return false;
    }
  }

  private static String finish(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("python", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean isDone = process.waitFor(20, TimeUnit.MINUTES);
      String output = Files.readString(log);
      if (!isDone || process.exitValue() != 0) {
        throw new AssertionError(command + " failed: " + output);
      }
      return output;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}
