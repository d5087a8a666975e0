package org.saliency.spark.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/**
 * Tells whether the files of a segment hold the bytes that were published. A record is written
 * after its files, so only files that were modified later are read: those that something else
 * changed, and all of a folder that was copied.
 */
final class ContentCheck {

  private final OutputFolder folder;
  private final VideoFiles listed;
  private final Map<Format, Boolean> joined = new EnumMap<>(Format.class);

  /**
   * Checks segments of one video.
   *
   * @param folder that holds the files
   * @param listed files of the video
   */
  ContentCheck(OutputFolder folder, VideoFiles listed) {
    this.folder = folder;
    this.listed = listed;
  }

  /**
   * Whether the files that a record names hold what was written. Their sizes are right.
   *
   * @param recorded modification time of the record
   */
  boolean holds(Published record, long recorded) throws IOException {
    for (Format format : Format.ofMapFiles().toList()) {
      if (!holds(record.maps(format), format, recorded)) {
        return false;
      }
    }
    return (record.predictions().bytes() == 0
            || holds(listed.rows(record), record.predictions().crc(), recorded))
        && (record.frameMetrics().bytes() == 0
            || holds(listed.frameMetrics(record), record.frameMetrics().crc(), recorded))
        && holdsVideos(record, recorded);
  }

  private boolean holds(Published.Maps maps, Format format, long recorded) throws IOException {
    if (maps.names().isEmpty()) {
      return true;
    }
    Map<String, Entry> files = listed.maps(format);
    List<String> paths = new ArrayList<>();
    boolean isNewer = false;
    for (String name : maps.names()) {
      Entry file = files.get(VideoFiles.mapFile(name));
      paths.add(file.path());
      isNewer |= file.modified() > recorded;
    }
    return !isNewer || checksum(paths) == maps.crc();
  }

  private boolean holdsVideos(Published record, long recorded) throws IOException {
    String video = record.range().video();
    for (Published.VideoPart part : record.videoParts()) {
      Optional<Entry> file = listed.part(part.format(), record);
      boolean holds =
          file.isPresent() ? holds(file, part.crc(), recorded) : holdsJoined(part.format(), video);
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /** Read once for all segments of the video. */
  private boolean holdsJoined(Format format, String video) throws IOException {
    Boolean known = joined.get(format);
    if (known == null) {
      Optional<Entry> record = find(folder.paths().joined(format, video));
      known =
          record.isPresent()
              && holds(
                  find(folder.paths().video(format, video)),
                  listed.joined(format).orElseThrow().crc(),
                  record.get().modified());
      joined.put(format, known);
    }
    return known;
  }

  private boolean holds(Optional<Entry> file, long crc, long recorded) throws IOException {
    return file.isPresent()
        && (file.get().modified() <= recorded || checksum(List.of(file.get().path())) == crc);
  }

  private Optional<Entry> find(Path path) throws IOException {
    return folder.files().find(path.toString());
  }

  private long checksum(List<String> paths) throws IOException {
    HadoopFiles files = folder.files();
    Checksum checksum = new Checksum();
    for (String path : paths) {
      try (InputStream bytes = checksum.of(files.open(path))) {
        bytes.transferTo(OutputStream.nullOutputStream());
      }
    }
    return checksum.value();
  }
}
