package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.ParallelRequests;

/** Published segments of some videos, chosen by the rule of {@link SegmentRecords}. */
public final class PublishedSegments {

  private final OutputFolder folder;
  private final Map<String, List<Published>> byVideo;

  private PublishedSegments(OutputFolder folder, Map<String, List<Published>> byVideo) {
    this.folder = folder;
    this.byVideo = byVideo;
  }

  static PublishedSegments read(OutputFolder folder, List<String> videos) throws IOException {
    return read(folder, videos, SegmentRecords.of(folder, videos.size())::of);
  }

  /**
   * The published segments whose files hold what was written.
   *
   * @param changed is called with each of the others, by several threads
   */
  static PublishedSegments unchanged(
      OutputFolder folder, List<String> videos, Consumer<Published> changed) throws IOException {
    SegmentRecords records = SegmentRecords.of(folder, videos.size());
    return read(folder, videos, video -> records.unchanged(video, changed));
  }

  private static PublishedSegments read(
      OutputFolder folder,
      List<String> videos,
      ParallelRequests.Access<String, List<Published>> records)
      throws IOException {
    List<List<Published>> segments = folder.files().inParallel(videos, records);
    Map<String, List<Published>> byVideo = new LinkedHashMap<>();
    for (int i = 0; i < videos.size(); i++) {
      byVideo.put(videos.get(i), segments.get(i));
    }
    return new PublishedSegments(folder, byVideo);
  }

  /** Published segments of a video, in order. */
  public List<FrameRange> of(String video) {
    return records(video).stream().map(Published::range).toList();
  }

  List<Published> records(String video) {
    return byVideo.getOrDefault(video, List.of());
  }

  /** Records of all segments. */
  Stream<Published> records() {
    return byVideo.values().stream().flatMap(List::stream);
  }

  /** Number of published segments. */
  public int count() {
    return (int) records().count();
  }

  /** Frames without a map in published segments. */
  public List<BadFrame> bad() {
    return records().flatMap(record -> record.bad().stream()).toList();
  }

  /** The segments that meet a condition, for example that they were computed from present files. */
  public PublishedSegments matching(Predicate<Published> condition) {
    Map<String, List<Published>> matching = new LinkedHashMap<>();
    byVideo.forEach(
        (video, segments) -> matching.put(video, segments.stream().filter(condition).toList()));
    return new PublishedSegments(folder, matching);
  }

  /** These segments, with those of other videos, or of the same ones as read later. */
  public PublishedSegments updatedBy(PublishedSegments later) {
    Map<String, List<Published>> all = new LinkedHashMap<>(byVideo);
    all.putAll(later.byVideo);
    return new PublishedSegments(folder, all);
  }

  /**
   * The segments whose videos are joined, or can be joined with those of other segments. The parts
   * of a joined video are deleted: if one of its segments is scored again, all of them are.
   *
   * @param frames number of frames by video
   */
  public PublishedSegments resumable(Map<String, Integer> frames) {
    return folder.read(
        () -> {
          List<String> videos = List.copyOf(byVideo.keySet());
          List<List<Published>> kept =
              folder.files().inParallel(videos, video -> resumable(video, frames.get(video)));
          Map<String, List<Published>> resumable = new LinkedHashMap<>();
          IntStream.range(0, videos.size()).forEach(i -> resumable.put(videos.get(i), kept.get(i)));
          return new PublishedSegments(folder, resumable);
        });
  }

  private List<Published> resumable(String video, int frames) throws IOException {
    List<Published> records = records(video);
    if (records.stream().allMatch(record -> record.videoParts().isEmpty())) {
      return records;
    }
    int published = records.stream().mapToInt(record -> record.range().length()).sum();
    VideoFiles files = new VideoFiles(folder, video, new SharedListings(folder, 1));
    List<Published> resumable = new ArrayList<>();
    for (Published record : records) {
      boolean canBeJoined = true;
      for (Published.VideoPart part : record.videoParts()) {
        canBeJoined &=
            files.hasPart(part, record)
                || published == frames && isJoined(files, part.format(), records);
      }
      if (canBeJoined) {
        resumable.add(record);
      }
    }
    return resumable;
  }

  private static boolean isJoined(VideoFiles files, Format format, List<Published> records)
      throws IOException {
    List<String> parts = records.stream().map(Published::part).toList();
    return files.joined(format).filter(video -> video.parts().equals(parts)).isPresent();
  }

  /**
   * Counts of what is published of a video.
   *
   * @param frames of all segments
   * @param maps number of listed files by format of map files
   * @param predictions rows of {@code predictions}, by the records
   * @param frameMetrics rows of {@code frame_metrics}, by the records
   * @param bad frames without a map
   */
  public record Counts(
      long frames,
      Map<Format, Long> maps,
      long predictions,
      long frameMetrics,
      List<BadFrame> bad) {}

  /** Counts by video. */
  public Map<String, Counts> counts(List<String> videos) {
    SharedListings shared = new SharedListings(folder, videos.size());
    List<Counts> counts =
        folder.read(() -> folder.files().inParallel(videos, video -> count(video, shared)));
    return IntStream.range(0, videos.size())
        .boxed()
        .collect(Collectors.toMap(videos::get, counts::get));
  }

  private Counts count(String video, SharedListings shared) throws IOException {
    List<Published> records = records(video);
    VideoFiles files = new VideoFiles(folder, video, shared);
    Map<Format, Long> maps = new EnumMap<>(Format.class);
    for (Format format : Format.ofMapFiles().toList()) {
      maps.put(format, (long) files.maps(format).size());
    }
    return new Counts(
        records.stream().mapToLong(record -> record.range().length()).sum(),
        maps,
        records.stream().mapToLong(record -> record.predictions().count()).sum(),
        records.stream().mapToLong(record -> record.frameMetrics().count()).sum(),
        records.stream().flatMap(record -> record.bad().stream()).toList());
  }

  /**
   * Sums of the metrics of each video that has some; empty if a record lacks them, as those of
   * earlier versions do.
   */
  public Optional<Map<String, List<MetricSums>>> metricSums() {
    if (!records().allMatch(Published::hasSums)) {
      return Optional.empty();
    }
    Map<String, List<MetricSums>> sums = new LinkedHashMap<>();
    records()
        .filter(record -> record.frameMetrics().count() > 0)
        .forEach(
            record ->
                sums.computeIfAbsent(record.range().video(), video -> new ArrayList<>())
                    .add(record.metricSums()));
    return Optional.of(sums);
  }

  /** The files of these segments. */
  public PublishedFiles files() {
    return new PublishedFiles(folder, List.copyOf(byVideo.keySet()), this);
  }

  /** Videos whose parts of a format are not joined, with the parts. */
  public List<JoinVideo.Parts> unjoined(Format format) {
    List<JoinVideo.Parts> all = new ArrayList<>();
    byVideo.forEach(
        (video, records) -> {
          List<String> parts =
              records.stream()
                  .filter(record -> record.videoFormats().contains(format))
                  .map(Published::part)
                  .toList();
          if (!parts.isEmpty()) {
            all.add(new JoinVideo.Parts(video, parts));
          }
        });
    List<Optional<JoinedVideo>> joined =
        folder.read(
            () ->
                folder
                    .files()
                    .inParallel(all, parts -> VideoFiles.joined(folder, format, parts.video())));
    return IntStream.range(0, all.size())
        .filter(i -> joined.get(i).filter(j -> j.parts().equals(all.get(i).names())).isEmpty())
        .mapToObj(all::get)
        .toList();
  }

  /**
   * Deletes everything else of the videos: maps, rows, parts and records of other attempts and of
   * segments that are not published. Their frames must not count twice.
   */
  public void deleteRest() {
    folder.write(() -> new Leftovers(folder, this).delete(List.copyOf(byVideo.keySet())));
  }

  /**
   * Requires that segments which tasks have published still exist.
   *
   * @throws UserException when files of one were deleted while the run continued
   */
  public void require(List<FrameRange> ranges) {
    for (FrameRange range : ranges) {
      if (!of(range.video()).contains(range)) {
        throw UserException.output(
            "frames %d to %d of video '%s' were published to %s but files of them are missing: make"
                + " sure that executors and driver share that folder (a local path is a disk of each"
                + " node) and that nothing else changes it, then rerun the same command",
            range.first(), range.last(), range.video(), folder);
      }
    }
  }
}
