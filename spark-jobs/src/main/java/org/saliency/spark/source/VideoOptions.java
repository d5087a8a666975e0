package org.saliency.spark.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.video.ImageFile;

/**
 * Options of the data source.
 *
 * @param paths video files, folders or globs
 * @param segmentFrames about the maximum number of frames that a task decodes, at least 1; more if
 *     key frames are farther apart; option {@code segmentFrames}, default {@value #SEGMENT_FRAMES}
 * @param scaledTo size that images are scaled to while they are decoded; option {@code scaleTo},
 *     default the frames' own size
 * @param badFrames handling of frames that cannot be decoded; option {@code badFrames}
 * @param ignoresCorruptFiles whether files that cannot be read as videos are skipped instead of
 *     failing the query; option {@code ignoreCorruptFiles}, default as {@code
 *     spark.sql.files.ignoreCorruptFiles}
 * @param all all options as given, for Hadoop's file systems
 */
record VideoOptions(
    List<String> paths,
    int segmentFrames,
    Optional<Size> scaledTo,
    BadFrames badFrames,
    boolean ignoresCorruptFiles,
    Map<String, String> all) {

  private static final int SEGMENT_FRAMES = 250;

  /** Names of the options, in lower case. */
  private static final Set<String> NAMES =
      Set.of("path", "paths", "scaleto", "segmentframes", "badframes", "ignorecorruptfiles");

  /** In front of the options of a table of the catalog, which has properties beside them. */
  private static final String OF_TABLE = "option.";

  /** Handling of frames that cannot be decoded. */
  enum BadFrames {
    /** The row has no image; the default. */
    NULL,
    /** The query fails with an error that names the frame. */
    FAIL;

    private static BadFrames parse(String text) {
      return Settings.find(BadFrames.class, text.strip().toLowerCase(Locale.ROOT))
          .orElseThrow(() -> invalid("badFrames", text, "null (rows without image) or fail"));
    }
  }

  /**
   * Parses the options of a query.
   *
   * @throws UserException when one is invalid, or no path is given
   */
  static VideoOptions of(CaseInsensitiveStringMap given) {
    // PySpark passes None as null, which means the default.
    Map<String, String> all = new HashMap<>(given.asCaseSensitiveMap());
    all.values().removeIf(Objects::isNull);
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(all);
    List<String> paths = new ArrayList<>();
    Optional.ofNullable(options.get("path")).ifPresent(paths::add);
    Optional.ofNullable(options.get("paths")).ifPresent(list -> paths.addAll(fromJson(list)));
    if (paths.isEmpty()) {
      throw UserException.usage(
          "missing path: pass the paths of videos to load(), or set the option path");
    }
    boolean ignoresCorruptFiles = SQLConf.get().ignoreCorruptFiles();
    return new VideoOptions(
        List.copyOf(paths),
        count("segmentFrames", options.getOrDefault("segmentFrames", "" + SEGMENT_FRAMES)),
        Optional.ofNullable(options.get("scaleTo")).map(VideoOptions::size),
        BadFrames.parse(options.getOrDefault("badFrames", "null")),
        flag(
            "ignoreCorruptFiles",
            options.getOrDefault("ignoreCorruptFiles", "" + ignoresCorruptFiles)),
        Map.copyOf(all));
  }

  /** Whether these are the properties of a table of the catalog. */
  static boolean areOfTable(CaseInsensitiveStringMap given) {
    return given.containsKey("provider");
  }

  /**
   * Checks the names of options. A name with a dot is one of Hadoop's.
   *
   * @throws UserException when there is no such option
   */
  static void requireKnown(CaseInsensitiveStringMap given) {
    boolean isTable = areOfTable(given);
    for (String key : given.asCaseSensitiveMap().keySet()) {
      String name = isTable && key.startsWith(OF_TABLE) ? key.substring(OF_TABLE.length()) : key;
      boolean isProperty = isTable && name.equals(key);
      if (!isProperty && !name.contains(".") && !NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        throw UserException.usage(
            "Unknown option '%s': expected scaleTo, segmentFrames, badFrames, ignoreCorruptFiles, or"
                + " one of Hadoop's, whose names have dots; select files by globs in the path",
            name);
      }
    }
  }

  private static List<String> fromJson(String list) {
    try {
      return List.of(Json.read(list, String[].class));
    } catch (IOException e) {
      throw invalid("paths", list, "a JSON list of strings");
    }
  }

  private static int count(String name, String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw invalid(name, text, "an integer of at least 1");
  }

  private static Size size(String text) {
    try {
      return ImageFile.parseSize(text);
    } catch (UserException e) {
      throw UserException.usage("option scaleTo: %s", e.getMessage());
    }
  }

  private static boolean flag(String name, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, text, "true or false");
    };
  }

  private static UserException invalid(String option, String value, String expected) {
    return UserException.usage("Invalid option %s '%s': expected %s", option, value, expected);
  }
}
