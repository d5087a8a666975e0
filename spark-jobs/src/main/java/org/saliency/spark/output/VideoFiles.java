package org.saliency.spark.output;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.spark.storage.PathNames;
import org.saliency.storage.Storage.Entry;

/**
 * The files of a video in an output folder. Each of its folders is listed when one of its files is
 * asked for first, and not again. Used by one thread at a time.
 */
final class VideoFiles {

  private final OutputFolder folder;
  private final String video;
  private final SharedListings shared;
  private final Map<Path, Map<String, Entry>> listed = new HashMap<>();
  private final Map<String, Optional<Entry>> frameMetrics = new HashMap<>();
  private final Map<Format, Optional<JoinedVideo>> joined = new EnumMap<>(Format.class);

  VideoFiles(OutputFolder folder, String video, SharedListings shared) {
    this.folder = folder;
    this.video = video;
    this.shared = shared;
  }

  private Map<String, Entry> files(Path path) throws IOException {
    Map<String, Entry> files = listed.get(path);
    if (files == null) {
      files = new HashMap<>();
      if (shared.mayExist(path)) {
        for (Entry entry : folder.files().listIfExists(path.toString())) {
          if (!entry.isFolder()) {
            files.put(entry.name(), entry);
          }
        }
      }
      listed.put(path, files);
    }
    return files;
  }

  /** Map files of a format by name. */
  Map<String, Entry> maps(Format format) throws IOException {
    return files(folder.paths().maps(format, video));
  }

  /** The record of a joined video that exists as it was joined. */
  Optional<JoinedVideo> joined(Format format) throws IOException {
    Optional<JoinedVideo> record = joined.get(format);
    if (record == null) {
      record = joined(folder, format, video);
      joined.put(format, record);
    }
    return record;
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
    String path = folder.paths().video(format, video).toString();
    long length = folder.files().find(path).map(Entry::length).orElse(0L);
    return record.filter(present -> present.bytes() == length);
  }

  /** Whether all files that a record names exist with the sizes that it gives. */
  boolean hasAllOf(Published record) throws IOException {
    for (Format format : Format.ofMapFiles().toList()) {
      if (!has(record.maps(format), format)) {
        return false;
      }
    }
    if (record.predictions().bytes() > 0 && length(rows(record)) != record.predictions().bytes()
        || record.frameMetrics().bytes() > 0
            && length(frameMetrics(record)) != record.frameMetrics().bytes()) {
      return false;
    }
    for (Published.VideoPart part : record.videoParts()) {
      if (!hasPart(part, record) && !isJoined(part.format(), record)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a part of a video can be joined. */
  boolean hasPart(Published.VideoPart part, Published record) throws IOException {
    return length(part(part.format(), record)) == part.bytes();
  }

  /** The file in {@code predictions}. */
  Optional<Entry> rows(Published record) throws IOException {
    Path file = folder.paths().predictions(record.range(), record.attempt().id());
    return Optional.ofNullable(files(file.getParent()).get(file.getName()));
  }

  /** The file in {@code frame_metrics}. */
  Optional<Entry> frameMetrics(Published record) throws IOException {
    Path file = folder.paths().frameMetrics(record.range(), record.attempt().id());
    Optional<Entry> found = frameMetrics.get(file.getName());
    if (found == null) {
      found = shared.frameMetrics(file);
      frameMetrics.put(file.getName(), found);
    }
    return found;
  }

  /** The file of a part. */
  Optional<Entry> part(Format format, Published record) throws IOException {
    return Optional.ofNullable(
        files(folder.paths().videoParts(format, video)).get(record.part() + ".mp4"));
  }

  private boolean isJoined(Format format, Published record) throws IOException {
    return joined(format).filter(present -> present.parts().contains(record.part())).isPresent();
  }

  private boolean has(Published.Maps maps, Format format) throws IOException {
    if (maps.names().isEmpty()) {
      return maps.bytes() == 0;
    }
    Map<String, Entry> files = maps(format);
    long bytes = 0;
    for (String name : maps.names()) {
      long length = length(Optional.ofNullable(files.get(mapFile(name))));
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

  private static long length(Optional<Entry> file) {
    return file.map(Entry::length).orElse(0L);
  }
}
