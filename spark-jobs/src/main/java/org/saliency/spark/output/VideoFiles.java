package org.saliency.spark.output;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.spark.storage.PathNames;
import org.saliency.storage.Storage.Entry;

/**
 * The files of a video in an output folder, as they were listed.
 *
 * @param maps PNG files by name
 * @param maps16 16-bit PNG files by name
 * @param predictions files in {@code predictions} by name
 * @param parts parts of videos by name
 * @param joined records of joined videos that exist
 */
record VideoFiles(
    OutputFolder folder,
    Map<String, Entry> maps,
    Map<String, Entry> maps16,
    Map<String, Entry> predictions,
    Map<Format, Map<String, Entry>> parts,
    Map<Format, JoinedVideo> joined) {

  static VideoFiles list(OutputFolder folder, String video) throws IOException {
    OutputPaths paths = folder.paths();
    Map<Format, Map<String, Entry>> parts = new EnumMap<>(Format.class);
    Map<Format, JoinedVideo> joined = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        parts.put(format, files(folder, paths.videoParts(format, video)));
        joined(folder, format, video).ifPresent(record -> joined.put(format, record));
      }
    }
    return new VideoFiles(
        folder,
        files(folder, paths.maps(video)),
        files(folder, paths.maps16(video)),
        files(folder, paths.predictions(video)),
        parts,
        joined);
  }

  private static Map<String, Entry> files(OutputFolder folder, Path path) throws IOException {
    return folder.files().listIfExists(path.toString()).stream()
        .filter(entry -> !entry.isFolder())
        .collect(Collectors.toMap(Entry::name, Function.identity()));
  }

  /** The record of a joined video that exists as it was joined. */
  static Optional<JoinedVideo> joined(OutputFolder folder, Format format, String video)
      throws IOException {
    Optional<JoinedVideo> record;
    try {
      record =
          folder
              .files()
              .readJson(folder.paths().joined(format, video).toString(), JoinedVideo.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
    if (record.isEmpty()) {
      return record;
    }
    long length = length(folder, folder.paths().video(format, video));
    return record.filter(present -> present.bytes() == length);
  }

  /** Whether all files that a record names exist with the sizes that it gives. */
  boolean hasAllOf(Published record) throws IOException {
    Path metrics = folder.paths().frameMetrics(record.range(), record.attempt().id());
    return has(maps, record.maps())
        && has(maps16, record.maps16())
        && length(rows(record)) == record.predictions().bytes()
        && record.videoParts().stream()
            .allMatch(part -> hasPart(part, record) || isJoined(part.format(), record))
        && (record.frameMetrics().bytes() == 0
            || length(folder, metrics) == record.frameMetrics().bytes());
  }

  /** Whether a part of a video can be joined. */
  boolean hasPart(Published.VideoPart part, Published record) {
    return length(part(part.format(), record)) == part.bytes();
  }

  /** The file in {@code predictions}; null if there is none. */
  Entry rows(Published record) {
    return predictions.get(
        folder.paths().predictions(record.range(), record.attempt().id()).getName());
  }

  /** The file of a part; null if there is none. */
  Entry part(Format format, Published record) {
    return parts.get(format).get(record.part() + ".mp4");
  }

  private boolean isJoined(Format format, Published record) {
    JoinedVideo video = joined.get(format);
    return video != null && video.parts().contains(record.part());
  }

  private static boolean has(Map<String, Entry> files, Published.Maps maps) {
    long bytes = 0;
    for (String name : maps.names()) {
      long length = length(files.get(mapFile(name)));
      if (length == 0) {
        return false;
      }
      bytes += length;
    }
    return bytes == maps.bytes();
  }

  static String mapFile(String frame) {
    return PathNames.escape(frame) + ".png";
  }

  private static long length(Entry file) {
    return file == null ? 0 : file.length();
  }

  /** Length of a file; 0 if it is missing. */
  private static long length(OutputFolder folder, Path file) throws IOException {
    return folder.files().find(file.toString()).map(Entry::length).orElse(0L);
  }
}
