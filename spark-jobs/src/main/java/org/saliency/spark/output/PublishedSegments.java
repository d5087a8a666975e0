package org.saliency.spark.output;

import java.io.FileNotFoundException;
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
import org.saliency.storage.Storage.Entry;

/** What an output folder holds of some videos: the segments that need not be scored again. */
public final class PublishedSegments {

  /** Files of {@code frame_metrics}: video and segment. */
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
    Optional<Published> record = readRecord(folder, folder.record(range));
    return record.isEmpty() ? record : record.filter(whole(folder, range.video()));
  }

  private static List<Published> readVideo(OutputFolder folder, String video) throws IOException {
    List<Published> segments = new ArrayList<>();
    List<Entry> records = list(folder, folder.records(video));
    if (records.isEmpty()) {
      return segments;
    }
    Predicate<Published> isWhole = whole(folder, video);
    for (Entry entry : records) {
      readRecord(folder, new Path(folder.records(video), entry.name()))
          .filter(segment -> segment.bad().isEmpty())
          .filter(isWhole)
          .ifPresent(segments::add);
    }
    segments.sort(Comparator.comparingInt(segment -> segment.range().first()));
    return segments;
  }

  /** A record; empty when it is not there or not whole, so that nothing is published by it. */
  private static Optional<Published> readRecord(OutputFolder folder, Path record)
      throws IOException {
    try {
      return folder.files().readJson(record.toString(), Published.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /** Whether the files that a record names are there. */
  private static Predicate<Published> whole(OutputFolder folder, String video) throws IOException {
    Set<String> maps = names(list(folder, folder.maps(video)));
    Set<String> maps16 = names(list(folder, folder.maps16(video)));
    Map<Format, Set<String>> parts = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        parts.put(format, names(list(folder, folder.videoParts(format, video))));
      }
    }
    Map<String, Long> predictions =
        list(folder, folder.predictions(video)).stream()
            .collect(Collectors.toMap(Entry::name, Entry::length));
    return segment -> {
      Path rows = folder.predictions(segment.range());
      Path metrics = folder.frameMetrics(segment.range());
      return segment.maps().stream().allMatch(name -> maps.contains(name + ".png"))
          && segment.maps16().stream().allMatch(name -> maps16.contains(name + ".png"))
          && segment.videoParts().stream()
              .allMatch(
                  format ->
                      parts
                          .get(format)
                          .contains(folder.videoPart(format, segment.range()).getName()))
          && predictions.getOrDefault(rows.getName(), 0L) == segment.predictions()
          && length(folder, metrics) == segment.frameMetrics();
    };
  }

  private static long length(OutputFolder folder, Path file) {
    try {
      return folder.files().find(file.toString()).map(Entry::length).orElse(0L);
    } catch (IOException e) {
      throw folder.unwritable(e);
    }
  }

  private static List<Entry> list(OutputFolder folder, Path path) throws IOException {
    try {
      return folder.files().list(path.toString());
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static Set<String> names(List<Entry> entries) {
    return entries.stream().map(Entry::name).collect(Collectors.toSet());
  }

  /** Published runs of frames of a video, in order; segments with bad frames are not among them. */
  public List<FrameRange> of(String video) {
    return byVideo.get(video).stream().map(Published::range).toList();
  }

  /**
   * Removes all else that there is of the videos: maps, rows and records of segments that were not
   * published whole. They will be scored again, perhaps cut otherwise, and must not count twice.
   */
  public void removeRest() {
    try {
      folder.files().inParallel(List.copyOf(byVideo.keySet()), this::removeRest);
      removeFrameMetrics();
    } catch (IOException e) {
      throw folder.unwritable(e);
    }
  }

  private Void removeRest(String video) throws IOException {
    Set<String> maps = new HashSet<>();
    Set<String> maps16 = new HashSet<>();
    Set<String> predictions = new HashSet<>();
    Set<String> records = new HashSet<>();
    Set<String> parts = new HashSet<>();
    for (Published segment : byVideo.get(video)) {
      segment.maps().forEach(name -> maps.add(name + ".png"));
      segment.maps16().forEach(name -> maps16.add(name + ".png"));
      parts.add(segment.range().fileName() + ".mp4");
      predictions.add(folder.predictions(segment.range()).getName());
      records.add(folder.record(segment.range()).getName());
    }
    // Records first: what is removed in part must not be told as published.
    removeOthers(folder.records(video), records);
    removeOthers(folder.predictions(video), predictions);
    removeOthers(folder.maps(video), maps);
    removeOthers(folder.maps16(video), maps16);
    for (Format format : Format.values()) {
      if (format.kind().isPresent()) {
        removeOthers(folder.videoParts(format, video), parts);
      }
    }
    return null;
  }

  private void removeOthers(Path parent, Set<String> names) throws IOException {
    for (Entry entry : list(folder, parent)) {
      if (!names.contains(entry.name()) && !entry.isFolder()) {
        folder.files().delete(new Path(parent, entry.name()));
      }
    }
  }

  private void removeFrameMetrics() throws IOException {
    Set<String> videos =
        byVideo.keySet().stream().map(OutputFolder::escape).collect(Collectors.toSet());
    Set<String> kept =
        byVideo.values().stream()
            .flatMap(List::stream)
            .map(segment -> folder.frameMetrics(segment.range()).getName())
            .collect(Collectors.toSet());
    for (Entry entry : list(folder, folder.path("frame_metrics"))) {
      Matcher name = FRAME_METRICS.matcher(entry.name());
      if (name.matches() && videos.contains(name.group(1)) && !kept.contains(entry.name())) {
        folder.files().delete(new Path(folder.path("frame_metrics"), entry.name()));
      }
    }
  }

  /**
   * Makes sure that segments which tasks have published are there still.
   *
   * @throws UserException when one is not, as after files were removed while the run went on
   */
  public void require(List<FrameRange> ranges) {
    for (FrameRange range : ranges) {
      if (byVideo.get(range.video()).stream().noneMatch(s -> s.range().equals(range))) {
        throw UserException.output(
            "frames %d to %d of video '%s' were published to %s and are not whole there: something"
                + " else changes that folder; run the same command again, which then does the rest",
            range.first(), range.last(), range.video(), folder);
      }
    }
  }
}
