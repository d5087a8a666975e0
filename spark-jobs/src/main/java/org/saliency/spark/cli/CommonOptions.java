package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.spark.storage.HadoopFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command, the settings they add up to, and how results are printed. */
final class CommonOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings in HOCON, on any file system; conf/reference.conf documents every key.")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; takes precedence over the file. May be repeated.")
  private List<String> assignments = List.of();

  @Option(names = "--json", description = "Print results as one line of JSON, errors as well.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // Outcome reads it, also from invalid arguments
  @Option(
      names = Outcome.RESULT_OPTION,
      paramLabel = "FILE",
      description =
          "At the end, write exit code and results or error as JSON, on any file system; for"
              + " schedulers.")
  private String resultFile;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final Map<String, String> options = new LinkedHashMap<>();

  /** Sets a setting by an option of the command; null if the user did not give the option. */
  void set(String key, String value) {
    if (value != null) {
      options.put(key, value);
    }
  }

  /** The settings: defaults, then the file, then {@code --set}, then options. */
  Settings load() {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw UserException.usage("Invalid --set '%s': expected KEY=VALUE", assignment);
      }
      overrides.put(
          assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
    overrides.putAll(options);
    return load(overrides);
  }

  private Settings load(Map<String, String> overrides) {
    if (file == null) {
      return Settings.load(Optional.empty(), overrides);
    }
    Optional<Path> local = HadoopFiles.local(file);
    return local.isPresent()
        ? Settings.load(local, overrides)
        : Settings.load(file, DriverFiles.read("configuration file", file), overrides);
  }

  /** Prints the results of the command, as JSON or as text, and returns its exit code. */
  int print(Object results, String text) {
    ((Main) command.root().userObject()).outcome().succeeded(results);
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? Json.line(results) + "\n" : text);
    out.flush();
    return 0;
  }
}
