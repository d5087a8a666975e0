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
import java.util.function.Function;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.storage.HadoopFiles;

/**
 * The metrics in the output folder of {@code score} or {@code evaluate}.
 *
 * @param name of the method
 * @param folder as given
 * @param manifest of the run
 * @param profile of the metrics
 * @param means of each metric over the videos; without metrics that are undefined for all of them
 * @param undefinedFrames number of frames for which each reported metric is undefined
 * @param frames number of measured frames
 * @param coverage of the measurement; empty in results of earlier versions
 * @param notes about the measurement
 * @param videos at least one
 */
public record Scores(
    String name,
    String folder,
    Manifest manifest,
    Profile profile,
    Map<Metric, Double> means,
    Map<Metric, Long> undefinedFrames,
    long frames,
    Optional<Coverage> coverage,
    MeasurementNotes notes,
    List<Video> videos) {

  /**
   * The metrics of one video.
   *
   * @param name of the video
   * @param frames number of its measured frames
   * @param means of each metric over its frames; without metrics that are undefined for all of them
   * @param undefined number of frames without a value, by metric
   * @param missing number of frames with ground truth but without a map
   */
  public record Video(
      String name,
      long frames,
      Map<Metric, Double> means,
      Map<Metric, Long> undefined,
      long missing) {

    public Video {
      means = Collections.unmodifiableMap(means);
      undefined = Collections.unmodifiableMap(undefined);
    }

    /** A copy with other means. */
    Video with(Map<Metric, Double> others) {
      return new Video(name, frames, others, undefined, missing);
    }
  }

  public Scores {
    means = Collections.unmodifiableMap(means);
    undefinedFrames = Collections.unmodifiableMap(undefinedFrames);
    videos = List.copyOf(videos);
  }

  /** {@code summary.json}. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Summary(
      String profile,
      Map<String, Double> metrics,
      Map<String, Long> undefinedFrames,
      Coverage coverage,
      long kldZeroFrames,
      Map<String, Object> reference,
      String floor,
      String ceiling,
      Double truthSigma,
      List<Map<String, Object>> truthSigmas,
      UnfinishedRun unfinishedPredictions) {

    Summary {
      metrics = metrics == null ? Map.of() : metrics;
      undefinedFrames = undefinedFrames == null ? Map.of() : undefinedFrames;
    }

    MeasurementNotes notes() {
      return new MeasurementNotes(
          kldZeroFrames, reference, floor, ceiling, truthSigma, truthSigmas, unfinishedPredictions);
    }
  }

  /**
   * Reads the scores in a folder. Their name is that of the network or, without one, of the folder.
   *
   * @throws UserException when the folder, its manifest or its metrics are missing
   */
  public static Scores read(HadoopFiles files, String folder) {
    try {
      if (files.find(folder).isEmpty()) {
        throw UserException.input("Results folder %s not found: check the path", folder);
      }
      Manifest manifest =
          Manifest.read(files, folder).orElseThrow(() -> withoutManifest(folder, files));
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
              .orElse(HadoopFiles.path(folder).getName()),
          folder,
          manifest,
          Profile.named(summary.profile()),
          byMetric(summary.metrics()),
          byMetric(summary.undefinedFrames()),
          videos.stream().mapToLong(Video::frames).sum(),
          Optional.ofNullable(summary.coverage()),
          summary.notes(),
          videos);
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read results %s: %s", folder, e);
    }
  }

  private static UserException withoutManifest(String folder, HadoopFiles files) {
    OutputFolder output = new OutputFolder(folder, files.configuration());
    return output.holds("_saliency") || output.holds("summary.json")
        ? UserException.input(
            "Incomplete results %s: manifest.json is missing, since their run has not ended or was"
                + " killed; wait for it (see status), or run score or evaluate on that folder again",
            folder)
        : UserException.input(
            "Folder %s holds no results (manifest.json is missing): give an output of score or"
                + " evaluate",
            folder);
  }

  private static UserException withoutMetrics(String folder, Manifest manifest) {
    return manifest.status() == Manifest.Status.FAILED
        ? UserException.input(
            "No metrics in results %s: the run failed (%s); rerun it", folder, manifest.error())
        : UserException.input(
            "No metrics in results %s: run score with --ground-truth, or evaluate on the maps",
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
      long frames = (long) table.number(row, "frames");
      if (frames > 0) { // else all maps are missing
        videos.add(
            new Video(
                table.text(row, "video"),
                frames,
                numbers(table, row, Metric::column, number -> number),
                numbers(table, row, MetricTables::undefined, Double::longValue),
                table.isEmpty(row, MetricTables.MISSING)
                    ? 0
                    : (long) table.number(row, MetricTables.MISSING)));
      }
    }
    return videos;
  }

  private static <V> Map<Metric, V> numbers(
      CsvTable table, int row, Function<Metric, String> column, Function<Double, V> convert) {
    Map<Metric, V> numbers = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (!table.isEmpty(row, column.apply(metric))) {
        numbers.put(metric, convert.apply(table.number(row, column.apply(metric))));
      }
    }
    return numbers;
  }

  /** A copy with another name. */
  public Scores named(String other) {
    return new Scores(
        other, folder, manifest, profile, means, undefinedFrames, frames, coverage, notes, videos);
  }

  /** A copy with other means, and those of its videos. */
  Scores with(Map<Metric, Double> others, List<Video> ofVideos) {
    return new Scores(
        name,
        folder,
        manifest,
        profile,
        others,
        undefinedFrames,
        frames,
        coverage,
        notes,
        ofVideos);
  }

  /** The metrics that were measured. */
  List<Metric> metrics() {
    return Stream.concat(profile.metrics().stream(), undefinedFrames.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether a metric was measured and has no value for any frame. */
  public boolean isUndefined(Metric metric) {
    return !means.containsKey(metric) && undefinedFrames.getOrDefault(metric, 0L) > 0;
  }

  /** Warnings about the measurement, one line each. */
  public List<String> caveats() {
    return coverage.map(own -> Caveats.of(undefinedFrames, own, notes)).orElse(List.of());
  }

  /** Number of frames with ground truth but without a map. */
  public long missingFrames() {
    return coverage.map(own -> own.missing().frames()).orElse(0L);
  }

  /** The scores of one video, if it was measured. */
  public Optional<Video> video(String video) {
    return videos.stream().filter(scored -> scored.name().equals(video)).findFirst();
  }

  /**
   * Returns these scores if their run is complete.
   *
   * @throws UserException when the run failed or had more bad frames than allowed
   */
  public Scores requireComplete() {
    if (manifest.status() != Manifest.Status.COMPLETE) {
      throw UserException.input(
          "Results %s of '%s' are %s: fix the errors in its manifest and rerun",
          folder, name, manifest.outcome());
    }
    return this;
  }
}
