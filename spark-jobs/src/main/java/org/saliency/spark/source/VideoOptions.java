package org.saliency.spark.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;
import org.saliency.json.Json;

/**
 * What is read and how.
 *
 * @param paths video files, folders or globs
 * @param segmentFrames about how many frames a task decodes, at least 1; more where key frames are
 *     farther apart; option {@code segmentFrames}, default {@value #SEGMENT_FRAMES}
 * @param scaledTo the size that pictures are scaled to while they are decoded; option {@code
 *     scaleTo}, default their own
 * @param badFrames what becomes of a frame that cannot be decoded; option {@code badFrames}
 * @param ignoresCorruptFiles whether files that are no readable videos are left out, rather than
 *     ending the query; option {@code ignoreCorruptFiles}, default as {@code
 *     spark.sql.files.ignoreCorruptFiles}
 * @param all the options as they were given, which Hadoop's file systems see, too
 */
record VideoOptions(
    List<String> paths,
    int segmentFrames,
    Optional<Size> scaledTo,
    BadFrames badFrames,
    boolean ignoresCorruptFiles,
    Map<String, String> all) {

  private static final int SEGMENT_FRAMES = 250;

  /** What becomes of a frame that cannot be decoded. */
  enum BadFrames {
    /** Its row has no image; the default. */
    NULL,
    /** The query ends with an error that names it. */
    FAIL
  }

  /**
   * Reads the options of a query.
   *
   * @throws UserException when one is wrong, or no path is given
   */
  static VideoOptions of(CaseInsensitiveStringMap options) {
    List<String> paths = new ArrayList<>();
    Optional.ofNullable(options.get("path")).ifPresent(paths::add);
    Optional.ofNullable(options.get("paths")).ifPresent(list -> paths.addAll(fromJson(list)));
    if (paths.isEmpty()) {
      throw UserException.usage(
          "no videos are named: give load() their paths, or set the option path");
    }
    boolean usual = SQLConf.get().ignoreCorruptFiles();
    return new VideoOptions(
        List.copyOf(paths),
        count("segmentFrames", options.getOrDefault("segmentFrames", "" + SEGMENT_FRAMES)),
        Optional.ofNullable(options.get("scaleTo")).map(VideoOptions::size),
        Settings.parse(
            BadFrames.class,
            "option badFrames",
            options.getOrDefault("badFrames", "null").strip().toLowerCase(Locale.ROOT)),
        flag("ignoreCorruptFiles", options.getOrDefault("ignoreCorruptFiles", "" + usual)),
        Map.copyOf(options.asCaseSensitiveMap()));
  }

  private static List<String> fromJson(String list) {
    try {
      return List.of(Json.read(list, String[].class));
    } catch (IOException e) {
      throw UserException.usage(
          "option paths is '%s': write a JSON list of strings, or give load() the paths", list);
    }
  }

  private static int count(String name, String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw UserException.usage("option %s is '%s': write a whole number from 1", name, text);
  }

  private static Size size(String text) {
    try {
      return Size.parse(text);
    } catch (UserException e) {
      throw UserException.usage("option scaleTo: %s", e.getMessage());
    }
  }

  private static boolean flag(String name, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw UserException.usage("option %s is '%s': write true or false", name, text);
    };
  }
}
