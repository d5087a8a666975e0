package org.saliency.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.saliency.UserException;
import org.saliency.storage.FileErrors;
import org.saliency.storage.Text;

/** Reads configuration files. */
final class SettingsFile {

  private SettingsFile() {}

  /** Parses a file on the local disk. */
  static Config parse(Path file) {
    if (Files.isDirectory(file)) {
      throw UserException.usage("configuration file %s is a folder: give the file in it", file);
    }
    if (!Files.isRegularFile(file)) {
      throw UserException.usage(
          "configuration file %s does not exist: check the path", FileErrors.sought(file));
    }
    try {
      byte[] content = Files.readAllBytes(file);
      return Text.isUtf16(content)
          ? parse(file.toString(), content)
          : ConfigFactory.parseFile(
                  file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve();
    } catch (ConfigException | IOException e) {
      throw malformed(file.toString(), e);
    }
  }

  /** Parses the content of a file, which cannot include other files. */
  static Config parse(String name, byte[] content) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setOriginDescription(name).setIncluder(new NoIncludes(name));
    try {
      return ConfigFactory.parseString(Text.decode(content), options).resolve();
    } catch (ConfigException e) {
      throw malformed(name, e);
    }
  }

  private static UserException malformed(String file, Exception e) {
    return UserException.usage(
        "configuration file %s: %s",
        file, String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read"));
  }
}
