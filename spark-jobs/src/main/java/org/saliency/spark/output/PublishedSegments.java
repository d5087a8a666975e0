package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.PathNames;
import org.saliency.storage.Storage.Entry;

/** Published segments of some videos, which need not be scored again. */
public final class PublishedSegments {

  /** File names in {@code frame_metrics}: escaped video name and segment. */
  private static final Pattern FRAME_METRICS = Pattern.compile("(.*)-\\d{6,}-\\d{6,}\\.parquet");

  private final OutputFolder folder;
  private final Map<String, List<Published>> byVideo;

  private PublishedSegments(OutputFolder folder, Map<String, List<Published>> byVideo) {
    this.folder = folder;
    this.byVideo = byVideo;
  }

  static PublishedSegments read(OutputFolder folder, List<String> videos) throws IOException {
    List<List<Published>> segments =
        folder.files().inParallel(videos, video -> readVideo(folder, video));
    Map<String, List<Published>> byVideo = new LinkedHashMap<>();
    for (int i = 0; i < videos.size(); i++) {
      byVideo.put(videos.get(i), segments.get(i));
    }
    return new PublishedSegments(folder, byVideo);
  }

  static Optional<Published> read(OutputFolder folder, FrameRange range) throws IOException {
    Optional<Published> record = readRecord(folder, folder.paths().record(range));
    return record.isEmpty() ? record : record.filter(isComplete(folder, range.video()));
  }

  private static List<Published> readVideo(OutputFolder folder, String video) throws IOException {
    List<Published> segments = new ArrayList<>();
    List<Entry> records = list(folder, folder.paths().records(video));
    if (records.isEmpty()) {
      return segments;
    }
    Predicate<Published> isComplete = isComplete(folder, video);
    for (Entry entry : records) {
      readRecord(folder, HadoopFiles.child(folder.paths().records(video), entry.name()))
          .filter(segment -> segment.bad().isEmpty())
          .filter(isComplete)
          .ifPresent(segments::add);
    }
    segments.sort(Comparator.comparingInt(segment -> segment.range().first()));
    return withoutOverlaps(segments);
  }

  /**
   * Frames that two records claim belong to neither: one of the records is left over from a run
   * that lost the folder, and which one cannot be determined.
   */
  private static List<Published> withoutOverlaps(List<Published> segments) {
    List<Published> distinct = new ArrayList<>();
    int end = -1;
    for (int i = 0; i < segments.size(); i++) {
      FrameRange range = segments.get(i).range();
      boolean reachesNext =
          i + 1 < segments.size() && segments.get(i + 1).range().first() <= range.last();
      if (range.first() > end && !reachesNext) {
        distinct.add(segments.get(i));
      }
      end = Math.max(end, range.last());
    }
    return distinct;
  }

  /** A record; empty if it is missing or damaged, so that it publishes nothing. */
  private static Optional<Published> readRecord(OutputFolder folder, Path record)
      throws IOException {
    try {
      return folder.files().readJson(record.toString(), Published.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /** Whether all files that a record lists exist with the sizes that it gives. */
  private static Predicate<Published> isComplete(OutputFolder folder, String video)
      throws IOException {
    Map<String, Long> maps = lengths(list(folder, folder.paths().maps(video)));
    Map<String, Long> maps16 = lengths(list(folder, folder.paths().maps16(video)));
    Map<Format, Set<String>> parts = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        parts.put(format, names(list(folder, folder.paths().videoParts(format, video))));
      }
    }
    Map<String, Long> predictions = lengths(list(folder, folder.paths().predictions(video)));
    return segment -> {
      Path rows = folder.paths().predictions(segment.range());
      Path metrics = folder.paths().frameMetrics(segment.range());
      return bytes(maps, segment.maps()) == segment.mapBytes()
          && bytes(maps16, segment.maps16()) == segment.map16Bytes()
          && segment.videoParts().stream()
              .allMatch(
                  format ->
                      parts
                          .get(format)
                          .contains(folder.paths().videoPart(format, segment.range()).getName()))
          && predictions.getOrDefault(rows.getName(), 0L) == segment.predictions()
          && length(folder, metrics) == segment.frameMetrics();
    };
  }

  private static long length(OutputFolder folder, Path file) {
    return folder.read(() -> folder.files().find(file.toString())).map(Entry::length).orElse(0L);
  }

  private static List<Entry> list(OutputFolder folder, Path path) throws IOException {
    return folder.files().listIfExists(path.toString());
  }

  private static Map<String, Long> lengths(List<Entry> entries) {
    return entries.stream().collect(Collectors.toMap(Entry::name, Entry::length));
  }

  /** Bytes of some PNG files together; -1 if one is missing or empty. */
  private static long bytes(Map<String, Long> lengths, List<String> names) {
    long bytes = 0;
    for (String name : names) {
      long length = lengths.getOrDefault(mapFile(name), 0L);
      if (length == 0) {
        return -1;
      }
      bytes += length;
    }
    return bytes;
  }

  private static String mapFile(String frame) {
    return PathNames.escape(frame) + ".png";
  }

  private static Set<String> names(List<Entry> entries) {
    return entries.stream().map(Entry::name).collect(Collectors.toSet());
  }

  /** Published segments of a video without bad frames, in order. */
  public List<FrameRange> of(String video) {
    return byVideo.get(video).stream().map(Published::range).toList();
  }

  /** Number of published segments. */
  public int count() {
    return byVideo.values().stream().mapToInt(List::size).sum();
  }

  /** The segments that were computed from the present files. */
  public PublishedSegments matching(Predicate<Published> isCurrent) {
    Map<String, List<Published>> current = new LinkedHashMap<>();
    byVideo.forEach(
        (video, segments) -> current.put(video, segments.stream().filter(isCurrent).toList()));
    return new PublishedSegments(folder, current);
  }

  /**
   * Deletes everything else of the videos: maps, rows and records of incomplete segments. Their
   * frames will be scored again, perhaps in other segments, and must not count twice.
   */
  public void deleteRest() {
    folder.write(
        () -> {
          folder.files().inParallel(List.copyOf(byVideo.keySet()), this::deleteRest);
          deleteFrameMetrics();
        });
  }

  private Void deleteRest(String video) throws IOException {
    Set<String> maps = new HashSet<>();
    Set<String> maps16 = new HashSet<>();
    Set<String> predictions = new HashSet<>();
    Set<String> records = new HashSet<>();
    Set<String> parts = new HashSet<>();
    for (Published segment : byVideo.get(video)) {
      segment.maps().forEach(name -> maps.add(mapFile(name)));
      segment.maps16().forEach(name -> maps16.add(mapFile(name)));
      parts.add(segment.range().fileName() + ".mp4");
      predictions.add(folder.paths().predictions(segment.range()).getName());
      records.add(folder.paths().record(segment.range()).getName());
    }
    // Records first: a partly deleted segment must not count as published.
    deleteOthers(folder.paths().records(video), records);
    deleteOthers(folder.paths().predictions(video), predictions);
    deleteOthers(folder.paths().maps(video), maps);
    deleteOthers(folder.paths().maps16(video), maps16);
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        deleteOthers(folder.paths().videoParts(format, video), parts);
      }
    }
    return null;
  }

  private void deleteOthers(Path parent, Set<String> names) throws IOException {
    for (Entry entry : list(folder, parent)) {
      if (!names.contains(entry.name()) && !entry.isFolder()) {
        folder.files().delete(HadoopFiles.child(parent, entry.name()));
      }
    }
  }

  private void deleteFrameMetrics() throws IOException {
    Set<String> videos =
        byVideo.keySet().stream().map(OutputPaths::escape).collect(Collectors.toSet());
    Set<String> kept =
        byVideo.values().stream()
            .flatMap(List::stream)
            .map(segment -> folder.paths().frameMetrics(segment.range()).getName())
            .collect(Collectors.toSet());
    for (Entry entry : list(folder, folder.path("frame_metrics"))) {
      Matcher name = FRAME_METRICS.matcher(entry.name());
      if (name.matches() && videos.contains(name.group(1)) && !kept.contains(entry.name())) {
        folder.files().delete(HadoopFiles.child(folder.path("frame_metrics"), entry.name()));
      }
    }
  }

  /**
   * Requires that segments which tasks have published still exist.
   *
   * @throws UserException when files of one were deleted while the run continued
   */
  public void require(List<FrameRange> ranges) {
    for (FrameRange range : ranges) {
      if (byVideo.get(range.video()).stream().noneMatch(s -> s.range().equals(range))) {
        throw UserException.output(
            "frames %d to %d of video '%s' were published to %s but files of them are missing: make"
                + " sure that executors and driver share that folder (a local path is a disk of each"
                + " node) and that nothing else changes it, then rerun the same command",
            range.first(), range.last(), range.video(), folder);
      }
    }
  }
}
