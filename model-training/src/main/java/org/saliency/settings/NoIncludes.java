package org.saliency.settings;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import org.saliency.UserException;

/** Refuses the includes of a configuration that is not read from a UTF-8 file on the local disk. */
record NoIncludes(String name) implements ConfigIncluder {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw UserException.usage(
        "configuration file %s: includes '%s', which works only in UTF-8 files on the local disk:"
            + " copy its settings into the file",
        name, what);
  }
}
