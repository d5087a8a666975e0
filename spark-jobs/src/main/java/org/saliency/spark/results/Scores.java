package org.saliency.spark.results;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.spark.storage.HadoopFiles;

/**
 * The metrics that a run of {@code score} or {@code evaluate} left in its folder.
 *
 * @param name of the method that was measured
 * @param folder as given
 * @param manifest what was run
 * @param profile how the metrics were computed
 * @param means of each metric over the videos; a metric that no video defines is absent
 * @param undefinedFrames for each metric that is reported, the number of frames that do not define
 *     it
 * @param videos by name, at least one
 */
public record Scores(
    String name,
    String folder,
    Manifest manifest,
    Profile profile,
    Map<Metric, Double> means,
    Map<Metric, Long> undefinedFrames,
    List<Video> videos) {

  /**
   * The metrics of one video.
   *
   * @param name of the video
   * @param frames number of its frames
   * @param means of each metric over its frames; a metric that none defines is absent
   */
  public record Video(String name, long frames, Map<Metric, Double> means) {

    public Video {
      means = Collections.unmodifiableMap(means);
    }
  }

  public Scores {
    means = Collections.unmodifiableMap(means);
    undefinedFrames = Collections.unmodifiableMap(undefinedFrames);
    videos = List.copyOf(videos);
  }

  /** {@code summary.json}. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Summary(String profile, Map<String, Double> metrics, Map<String, Long> undefinedFrames) {

    Summary {
      metrics = metrics == null ? Map.of() : metrics;
      undefinedFrames = undefinedFrames == null ? Map.of() : undefinedFrames;
    }
  }

  /**
   * Reads the scores in a folder, under the name of the network that was scored or, without one, of
   * the folder.
   *
   * @throws UserException when the folder or its manifest is not there, or it holds no metrics
   */
  public static Scores read(HadoopFiles files, String folder) {
    try {
      if (files.find(folder).isEmpty()) {
        throw UserException.input("results %s do not exist: check the path", folder);
      }
      Manifest manifest =
          Manifest.read(files, folder)
              .orElseThrow(
                  () ->
                      UserException.input(
                          "results %s are not whole, manifest.json is missing: run score or"
                              + " evaluate on that folder again",
                          folder));
      Summary summary =
          files
              .readJson(folder + "/summary.json", Summary.class)
              .filter(present -> !present.metrics().isEmpty())
              .orElseThrow(() -> withoutMetrics(folder, manifest));
      String table = folder + "/video_metrics.csv";
      List<Video> videos =
          files
              .readText(table)
              .map(csv -> videos(csv, table))
              .filter(present -> !present.isEmpty())
              .orElseThrow(() -> withoutMetrics(folder, manifest));
      return new Scores(
          Optional.ofNullable(manifest.model())
              .map(Manifest.ModelReference::network)
              .orElse(new Path(folder).getName()),
          folder,
          manifest,
          Profile.named(summary.profile()),
          byMetric(summary.metrics()),
          byMetric(summary.undefinedFrames()),
          videos);
    } catch (IOException e) {
      throw UserException.input(e, "results %s cannot be read: %s", folder, e);
    }
  }

  private static UserException withoutMetrics(String folder, Manifest manifest) {
    return manifest.status() == Manifest.Status.FAILED
        ? UserException.input(
            "results %s have no metrics, the run failed (%s): run it again",
            folder, manifest.error())
        : UserException.input(
            "results %s have no metrics: score with --ground-truth, or run evaluate on the maps",
            folder);
  }

  private static <V> Map<Metric, V> byMetric(Map<String, V> byColumn) {
    Map<Metric, V> byMetric = new EnumMap<>(Metric.class);
    byColumn.forEach((column, value) -> byMetric.put(Metric.named(column), value));
    return byMetric;
  }

  private static List<Video> videos(String csv, String path) {
    CsvTable table = CsvTable.parse(csv, path, List.of("video", "frames"));
    List<Video> videos = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      Map<Metric, Double> means = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        if (!table.isEmpty(row, metric.column())) {
          means.put(metric, table.number(row, metric.column()));
        }
      }
      videos.add(new Video(table.text(row, "video"), (long) table.number(row, "frames"), means));
    }
    return videos;
  }

  /** The same under another name. */
  public Scores named(String other) {
    return new Scores(other, folder, manifest, profile, means, undefinedFrames, videos);
  }

  /** The scores of one video; empty when it was not measured. */
  public Optional<Video> video(String video) {
    return videos.stream().filter(own -> own.name().equals(video)).findFirst();
  }

  /**
   * Refuses a run that did not do all it was asked for.
   *
   * @throws UserException when it failed, or more frames were bad than allowed
   */
  public Scores requireComplete() {
    if (manifest.status() != Manifest.Status.COMPLETE) {
      throw UserException.input(
          "results %s of '%s' are %s: mend what the run reported and run it again",
          folder, name, manifest.status());
    }
    return this;
  }

  /**
   * Refuses to set scores side by side that do not mean the same.
   *
   * @throws UserException when two were measured by different profiles or on different videos
   */
  public static void requireComparable(List<Scores> all) {
    for (Scores other : all) {
      all.get(0).requireComparable(other);
    }
  }

  private void requireComparable(Scores other) {
    if (profile != other.profile) {
      throw UserException.input(
          "results %s of '%s' were measured by profile %s, results %s of '%s' by %s: evaluate both"
              + " by one profile",
          folder, name, profile.option(), other.folder, other.name, other.profile.option());
    }
    requireVideosOf(other);
    other.requireVideosOf(this);
  }

  private void requireVideosOf(Scores other) {
    Set<String> own = videos.stream().map(Video::name).collect(Collectors.toSet());
    for (Video video : other.videos) {
      if (!own.contains(video.name())) {
        throw UserException.input(
            "video '%s' is missing in the results %s of '%s', the results %s of '%s' have it:"
                + " measure all methods on the same videos",
            video.name(), folder, name, other.folder, other.name);
      }
    }
  }
}
