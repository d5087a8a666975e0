package org.saliency.spark.output;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/** Files of some videos that the chosen records do not name. */
final class Leftovers {

  /** File names in {@code frame_metrics}: video, segment and attempt, whose id may be digits. */
  private static final Pattern FRAME_METRICS =
      Pattern.compile("(.*?)-\\d{6,}-\\d{6,}-[0-9a-f]{12}\\.parquet");

  /** The same of versions without attempts. */
  private static final Pattern EARLIER_FRAME_METRICS =
      Pattern.compile("(.*)-\\d{6,}-\\d{6,}\\.parquet");

  private final OutputFolder folder;
  private final PublishedSegments published;
  private SharedListings shared;

  Leftovers(OutputFolder folder, PublishedSegments published) {
    this.folder = folder;
    this.published = published;
  }

  void delete(List<String> videos) throws IOException {
    shared = new SharedListings(folder, videos.size());
    folder
        .files()
        .inParallel(
            videos,
            video -> {
              delete(video);
              return video;
            });
    deleteFrameMetrics(videos);
  }

  private void delete(String video) throws IOException {
    List<Published> records = published.records(video);
    Set<String> parts = records.stream().map(Published::part).collect(Collectors.toSet());
    OutputPaths paths = folder.paths();
    // Records first: a partly deleted segment must not count as published.
    deleteOthers(paths.records(video), withEnding(parts, ".json"));
    deleteOthers(paths.predictions(video), withEnding(parts, ".parquet"));
    for (Format format : Format.ofMapFiles().toList()) {
      deleteOthers(
          paths.maps(format, video),
          records.stream()
              .flatMap(record -> record.maps(format).names().stream())
              .map(VideoFiles::mapFile)
              .collect(Collectors.toSet()));
    }
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        deleteOthers(paths.videoParts(format, video), withEnding(parts, ".mp4"));
      }
    }
  }

  private static Set<String> withEnding(Set<String> names, String ending) {
    return names.stream().map(name -> name + ending).collect(Collectors.toSet());
  }

  private void deleteOthers(Path parent, Set<String> names) throws IOException {
    delete(parent, entry -> !names.contains(entry.name()) && !entry.isFolder());
  }

  private void deleteFrameMetrics(List<String> videos) throws IOException {
    Path parent = folder.paths().frameMetrics();
    Set<String> prefixes =
        videos.stream().map(OutputPaths::frameMetricsPrefix).collect(Collectors.toSet());
    Set<String> kept =
        published
            .records()
            .map(r -> folder.paths().frameMetrics(r.range(), r.attempt().id()).getName())
            .collect(Collectors.toSet());
    delete(
        parent,
        entry -> {
          Optional<String> prefix = frameMetricsPrefix(entry.name());
          return prefix.filter(prefixes::contains).isPresent() && !kept.contains(entry.name());
        });
  }

  /** The video's part of a file name in {@code frame_metrics}; empty for any other file. */
  static Optional<String> frameMetricsPrefix(String file) {
    return Stream.of(FRAME_METRICS, EARLIER_FRAME_METRICS)
        .map(pattern -> pattern.matcher(file))
        .filter(Matcher::matches)
        .map(name -> name.group(1))
        .findFirst();
  }

  /**
   * Deletes files in a folder. The lease is checked after the files were listed, so that they were
   * there before another run could take it over: what that run writes is never deleted.
   */
  private void delete(Path parent, Predicate<Entry> isLeftover) throws IOException {
    if (!shared.mayExist(parent)) {
      return;
    }
    List<Entry> leftovers =
        folder.files().listIfExists(parent.toString()).stream().filter(isLeftover).toList();
    if (leftovers.isEmpty()) {
      return;
    }
    folder.requireHeld();
    for (Entry entry : leftovers) {
      folder.files().delete(HadoopFiles.child(parent, entry.name()));
    }
  }
}
