package org.saliency.spark.output;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.TableFiles;

/**
 * The files in the output of a scoring run that its records name. Readers pass over all others,
 * which are left over from killed or late attempts.
 */
public final class PublishedFiles {

  private final OutputFolder folder;
  private final List<String> videos;
  private final PublishedSegments segments;
  private String lastVideo = "";
  private Map<Format, Set<String>> lastMaps = Map.of();

  PublishedFiles(OutputFolder folder, List<String> videos, PublishedSegments segments) {
    this.folder = folder;
    this.videos = videos;
    this.segments = segments;
  }

  /**
   * The published files in a folder; empty if no scoring run has published any there.
   *
   * @throws IOException when the folder cannot be read
   */
  public static Optional<PublishedFiles> in(String path, Configuration configuration)
      throws IOException {
    OutputFolder folder = new OutputFolder(path, configuration);
    List<String> videos =
        folder.files().listIfExists(folder.paths().records().toString()).stream()
            .map(entry -> OutputPaths.unescape(entry.name()))
            .toList();
    PublishedSegments segments = PublishedSegments.read(folder, videos);
    return segments.count() == 0
        ? Optional.empty()
        : Optional.of(new PublishedFiles(folder, videos, segments));
  }

  /**
   * The table {@code frame_metrics} in a folder: the files that records name, or all files of an
   * evaluation, which has no records.
   *
   * @throws IOException when the folder cannot be read
   */
  public static TableFiles frameMetricsIn(String path, Configuration configuration)
      throws IOException {
    Optional<PublishedFiles> published = in(path, configuration);
    return published.isPresent()
        ? published.get().frameMetrics()
        : TableFiles.all(HadoopFiles.path(path + "/frame_metrics").toString());
  }

  private static Set<String> names(List<Published> records, Format format) {
    return records.stream()
        .flatMap(record -> record.maps(format).names().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Whether there is a map file of a frame. Asked for one video after the other: the frames of a
   * single one are kept.
   */
  public synchronized boolean hasMap(Format format, String video, String frame) {
    if (!video.equals(lastVideo)) {
      List<Published> records = segments.records(video);
      lastMaps =
          Format.ofMapFiles()
              .collect(Collectors.toMap(Function.identity(), own -> names(records, own)));
      lastVideo = video;
    }
    return lastMaps.getOrDefault(format, Set.of()).contains(frame);
  }

  /** The table {@code predictions}. */
  public TableFiles predictions() throws IOException {
    return table(
        "predictions",
        folder.files().inParallel(videos, this::predictions).stream()
            .flatMap(List::stream)
            .toList());
  }

  private List<Listed> predictions(String video) throws IOException {
    return list(
        folder.paths().predictions(video),
        segments.records(video).stream()
            .map(record -> folder.paths().predictions(record.range(), record.attempt().id()))
            .map(Path::getName)
            .collect(Collectors.toSet()));
  }

  /** The table {@code frame_metrics}. */
  public TableFiles frameMetrics() throws IOException {
    return table(
        "frame_metrics",
        list(
            folder.paths().frameMetrics(),
            segments
                .records()
                .map(record -> folder.paths().frameMetrics(record.range(), record.attempt().id()))
                .map(Path::getName)
                .collect(Collectors.toSet())));
  }

  private record Listed(String path, boolean isNamed) {}

  private List<Listed> list(Path parent, Set<String> named) throws IOException {
    return folder.files().listIfExists(parent.toString()).stream()
        .map(
            entry ->
                new Listed(
                    HadoopFiles.child(parent, entry.name()).toString(),
                    named.contains(entry.name())))
        .toList();
  }

  /** Spark lists a folder faster than it takes many paths, so it gets the folder if it may. */
  private TableFiles table(String name, List<Listed> files) {
    String path = folder.path(name).toString();
    return files.stream().allMatch(Listed::isNamed)
        ? TableFiles.all(path)
        : new TableFiles(path, files.stream().filter(Listed::isNamed).map(Listed::path).toList());
  }
}
