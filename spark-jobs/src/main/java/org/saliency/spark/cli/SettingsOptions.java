package org.saliency.spark.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.settings.Settings;
import picocli.CommandLine.Option;

/** Options that every command takes, and how its own options become settings. */
final class SettingsOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in HOCON; conf/reference.conf documents every key.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, over those of the file; may be repeated.")
  private java.util.List<String> assignments = java.util.List.of();

  @Option(names = "--json", description = "Prints results as JSON alone.")
  boolean json;

  private final Map<String, String> options = new LinkedHashMap<>();

  /** Takes an option for a setting; null when the user did not give it. */
  SettingsOptions with(String key, String value) {
    if (value != null) {
      options.put(key, value);
    }
    return this;
  }

  /** The settings: defaults, then the file, then {@code --set}, then options. */
  Settings load() {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw UserException.usage("--set '%s' is no KEY=VALUE", assignment);
      }
      overrides.put(
          assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }
    overrides.putAll(options);
    return Settings.load(Optional.ofNullable(file), overrides);
  }
}
