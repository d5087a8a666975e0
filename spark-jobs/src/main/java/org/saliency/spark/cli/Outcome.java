package org.saliency.spark.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.settings.Secrets;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.WrittenFile;
import picocli.CommandLine;

/**
 * The end of a command as its caller sees it: one line on standard error for an error, and as JSON
 * on standard output ({@code --json}) and in the file of {@code --result}. Both options are looked
 * up in the arguments, so that they apply to invalid arguments as well.
 */
final class Outcome {

  static final String RESULT_OPTION = "--result";

  private final String command;
  private final boolean isJson;
  private final Optional<String> file;
  private final String started = Manifest.now();
  private Map<String, String> error;
  private Object results;
  private boolean isBegun;

  private Outcome(String command, boolean isJson, Optional<String> file) {
    this.command = command;
    this.isJson = isJson;
    this.file = file;
  }

  static Outcome of(String... arguments) {
    List<String> all = List.of(arguments);
    return new Outcome(
        all.isEmpty() || all.get(0).startsWith("-") ? "" : all.get(0),
        all.contains("--json"),
        valueOf(RESULT_OPTION, all));
  }

  private static Optional<String> valueOf(String option, List<String> arguments) {
    int at = arguments.indexOf(option);
    if (at >= 0) {
      return arguments.stream().skip(at + 1).findFirst();
    }
    return arguments.stream()
        .filter(argument -> argument.startsWith(option + "="))
        .map(argument -> argument.substring(option.length() + 1))
        .findFirst();
  }

  /**
   * Replaces the result of an earlier run by one without an exit code, with which a run that is
   * killed leaves it.
   *
   * @throws UserException when the file cannot be written
   */
  void begin() {
    try {
      if (file.isPresent()) {
        WrittenFile.RESULT.requireReplaceable(DriverFiles.files(), file.get());
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    write(new LinkedHashMap<>());
    isBegun = true;
  }

  /** Records the results of a command that ends normally. */
  void succeeded(Object value) {
    results = value;
  }

  /** Prints an error and records it. */
  void failed(CommandLine command, String kind, String text) {
    String message = Secrets.mask(text);
    command.getErr().println("saliency: " + message);
    command.getErr().flush();
    error = Map.of("kind", kind, "message", message);
    if (isJson) {
      command.getOut().println(Json.line(Map.of("error", error)));
      command.getOut().flush();
    }
  }

  /** Prints and records an error of the user, and returns its exit code. */
  int failed(CommandLine command, UserException cause) {
    failed(command, cause.kind().toString(), cause.getMessage());
    return cause.kind().exitCode();
  }

  /**
   * Writes the file of {@code --result}.
   *
   * @throws UserException when it cannot be written
   */
  void end(int exitCode) {
    if (!isBegun) {
      return; // the file cannot be written, which is reported
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("exit_code", exitCode);
    result.put("finished", Manifest.now());
    if (error != null) {
      result.put("error", error);
    }
    if (results != null) {
      result.put("results", results);
    }
    write(result);
  }

  private void write(Map<String, Object> result) {
    if (file.isEmpty()) {
      return;
    }
    result.put("command", command);
    result.put("started", started);
    try {
      DriverFiles.files().write(path(), Json.line(result) + "\n");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Path path() throws IOException {
    return new Path(DriverFiles.files().uri(file.orElseThrow()));
  }

  private UserException unwritable(IOException cause) {
    return UserException.input(
        cause,
        "Cannot write %s %s (%s): check the path and its permissions",
        RESULT_OPTION,
        file.orElseThrow(),
        HadoopFiles.reason(cause));
  }
}
