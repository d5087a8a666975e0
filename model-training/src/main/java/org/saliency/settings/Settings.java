package org.saliency.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.Size;

/**
 * The settings of a run. Single keys override a configuration file, which overrides the defaults of
 * {@code conf/reference.conf}. Values are validated when they are read; the error names the key,
 * the value and the expected values.
 */
public final class Settings {

  private static final Config REFERENCE =
      ConfigFactory.parseResources(Settings.class, "/org/saliency/reference.conf").resolve();

  private static final List<String> KEYS =
      REFERENCE.entrySet().stream().map(Map.Entry::getKey).toList();

  /** Origin of values that are not in a file. */
  private static final String BY_KEY = "a value by key";

  private static final ConfigParseOptions NOT_IN_A_FILE =
      ConfigParseOptions.defaults().setOriginDescription(BY_KEY);

  /** The start of a list, an object or a quoted string. */
  private static final Pattern HOCON_SYNTAX = Pattern.compile("\\s*[\\[{\"]");

  private final String section;
  private final Config config;

  /** The values that are not defaults of the reference, by full key. */
  private final Config given;

  private Settings(String section, Config config, Config given) {
    this.section = section;
    this.config = config;
    this.given = given;
  }

  /**
   * Loads the settings.
   *
   * @param file a HOCON file
   * @param overrides values by dotted key, for example {@code score.batch-size}
   * @throws UserException when the file cannot be read or a key is unknown
   */
  public static Settings load(Optional<Path> file, Map<String, String> overrides) {
    return load(file.map(SettingsFile::parse).orElse(ConfigFactory.empty()), overrides);
  }

  /**
   * Loads the settings with a configuration file that is not on the local disk.
   *
   * @param name of the file, for messages
   * @param content of the file; cannot include other files
   * @param overrides values by dotted key
   * @throws UserException when the file is malformed or a key is unknown
   */
  public static Settings load(String name, byte[] content, Map<String, String> overrides) {
    return load(SettingsFile.parse(name, content), overrides);
  }

  private static Settings load(Config file, Map<String, String> overrides) {
    Config given = file;
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      given = parse(override.getKey(), override.getValue()).withFallback(given);
    }
    given.entrySet().forEach(entry -> requireKnown(entry.getKey(), entry.getValue()));
    return new Settings("", given.withFallback(REFERENCE), given);
  }

  /**
   * These settings with defaults other than those of the reference, as if the user had given them
   * where there is nothing in a file or by key.
   *
   * @param defaults values by dotted key
   */
  public Settings withDefaults(Map<String, String> defaults) {
    Config all = given.withFallback(load(Optional.empty(), defaults).given);
    return new Settings("", all.withFallback(REFERENCE), all);
  }

  private static Config parse(String key, String value) {
    requireKnown(key, null);
    Config literal = ConfigFactory.parseMap(Map.of(key, value));
    try {
      // HOCON gives numbers and lists their types. Text that HOCON would change, for example by
      // cutting it off at a '#', is taken literally.
      Config parsed = ConfigFactory.parseString(key + " = " + value, NOT_IN_A_FILE).resolve();
      return HOCON_SYNTAX.matcher(value).lookingAt() || parsed.getString(key).equals(value.strip())
          ? parsed
          : literal;
    } catch (ConfigException e) {
      return literal;
    }
  }

  private static boolean isKnown(String key) {
    try {
      return REFERENCE.hasPath(key)
          && REFERENCE.getValue(key).valueType() != ConfigValueType.OBJECT;
    } catch (ConfigException.BadPath e) {
      return false;
    }
  }

  private static void requireKnown(String key, ConfigValue value) {
    if (!isKnown(key)) {
      throw UserException.usage(
          "Unknown setting '%s'%s: did you mean '%s'? See conf/reference.conf for all settings",
          key, value == null ? "" : place(value), Spelling.nearest(key, KEYS));
    }
  }

  /** File and line of a value; empty without a file. */
  private static String place(ConfigValue value) {
    String place = value.origin().description();
    return value.origin().lineNumber() < 0 || place.startsWith(BY_KEY) ? "" : " (" + place + ")";
  }

  /** The settings below a key; keys are then relative to it. */
  public Settings section(String name) {
    return new Settings(section + name + ".", config.getConfig(name), given);
  }

  /** Whether the user gave a value, in a file or by itself, even if it equals the default. */
  public boolean isGiven(String key) {
    return given.hasPath(section + key);
  }

  /** An integer between two bounds, both inclusive. */
  public int integer(String key, int least, int most) {
    String text = text(key);
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw wrong(key, text, "an integer from " + least + " to " + most);
  }

  /** An integer between two bounds, both inclusive; empty for {@code auto}. */
  public Optional<Integer> integerOrAuto(String key, int least, int most) {
    return text(key).equals("auto") ? Optional.empty() : Optional.of(integer(key, least, most));
  }

  /** A seed: any 64-bit integer. */
  public long seed(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException e) {
      throw wrong(key, text(key), "an integer");
    }
  }

  /** A number between two bounds, both inclusive. */
  public double number(String key, double least, double most) {
    String text = text(key);
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw wrong(key, text, String.format(Locale.ROOT, "a number from %s to %s", least, most));
  }

  /** A size, {@code WIDTHxHEIGHT}. */
  public Size size(String key) {
    try {
      return Size.parse(text(key));
    } catch (UserException e) {
      throw wrong(key, text(key), "WIDTHxHEIGHT in pixels, for example 384x216");
    }
  }

  /** An enum constant, written in kebab case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, text(key), type);
  }

  /** One or more enum constants, given as a list or separated by commas. */
  public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    List<E> chosen = texts(key).stream().map(text -> choice(key, text, type)).distinct().toList();
    if (chosen.isEmpty()) {
      throw wrong(key, "[]", "one or more of " + names(type));
    }
    return chosen;
  }

  private <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
    return find(type, text).orElseThrow(() -> wrong(key, text, "one of " + names(type)));
  }

  /** The enum constant with a name, see {@link #kebab}. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> kebab(constant).equals(text))
        .findFirst();
  }

  /** The names of all constants, separated by commas. */
  public static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Settings::kebab)
        .collect(Collectors.joining(", "));
  }

  /**
   * Parses the name of an enum constant.
   *
   * @param what names the value in the error, for example {@code profile}
   * @throws UserException when no constant has this name
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String what, String text) {
    return find(type, text)
        .orElseThrow(
            () ->
                UserException.usage(
                    "Invalid %s '%s': expected one of %s", what, text, names(type)));
  }

  /** The name of an enum constant in settings and options: {@code map-size} for MAP_SIZE. */
  public static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A setting that is {@code true} or {@code false}. */
  public boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(key, text, "true or false");
    }
    return text.equals("true");
  }

  /** The value as text. */
  public String text(String key) {
    try {
      return config.getString(key);
    } catch (ConfigException.Null e) {
      throw wrong(key, "null", "one value");
    } catch (ConfigException.WrongType e) {
      throw wrong(key, config.getValue(key).render(ConfigRenderOptions.concise()), "one value");
    }
  }

  /** A list of texts, given as a list or separated by commas. */
  public List<String> texts(String key) {
    try {
      return config.getStringList(key);
    } catch (ConfigException.Null | ConfigException.WrongType e) {
      return Arrays.stream(text(key).split(",")).map(String::strip).toList();
    }
  }

  /** All keys of this section with their values, for a manifest. */
  public Map<String, Object> values() {
    return config.root().unwrapped();
  }

  /** The error for an invalid value. */
  public UserException wrong(String key, String value, String expected) {
    String place = isGiven(key) ? place(given.getValue(section + key)) : "";
    return UserException.usage(
        "Invalid setting %s%s '%s'%s: expected %s", section, key, value, place, expected);
  }
}
