package org.saliency.spark.results;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Text;

/**
 * Scores of several methods, compared on the frames that all of them have. For each metric these
 * are the frames for which every method has a value, so that a method gains nothing by frames that
 * it leaves out, or for which a metric is undefined because its map is blank.
 *
 * @param methods with means over these frames, of the videos that all of them have
 * @param videos number of these videos
 * @param frames number of frames that all methods have
 * @param metricFrames number of frames for which all methods have a value, by metric
 * @param warnings what readers must know before they trust the comparison
 */
public record FairComparison(
    List<Scores> methods,
    int videos,
    long frames,
    Map<Metric, Long> metricFrames,
    List<String> warnings) {

  /**
   * Compares methods. The tables of frames are only read if the methods may differ in their frames.
   *
   * @param methods at least one
   * @throws UserException when the methods have different profiles or no video in common, or a
   *     table of frames is needed and missing
   */
  public static FairComparison of(HadoopFiles files, List<Scores> methods) {
    methods.forEach(other -> requireProfile(methods.get(0), other));
    List<String> warnings = new ArrayList<>();
    for (Scores method : methods) {
      method.caveats().forEach(caveat -> warnings.add(method.name() + ": " + caveat));
    }
    List<Scores> compared = methods;
    Optional<FrameSets> common = Optional.empty();
    if (methods.stream().anyMatch(other -> !hasFramesOf(methods.get(0), other))) {
      List<FrameTable> tables = methods.stream().map(own -> new FrameTable(files, own)).toList();
      List<FrameSets> sets = tables.stream().map(FrameSets::of).toList();
      FrameSets shared = FrameSets.common(sets);
      requireVideos(methods, shared);
      warnings.addAll(differences(methods, sets, shared));
      compared = tables.stream().map(table -> restricted(table, shared)).toList();
      common = Optional.of(shared);
    }
    warnings.addAll(truthDifferences(compared));
    warnings.addAll(sigmaDifferences(compared));
    warnings.addAll(referenceDifferences(compared));
    return of(compared, common, warnings);
  }

  private static FairComparison of(
      List<Scores> compared, Optional<FrameSets> common, List<String> warnings) {
    long all = compared.get(0).frames();
    Map<Metric, Long> metricFrames = new EnumMap<>(Metric.class);
    for (Metric metric : compared.get(0).metrics()) {
      long undefined = compared.get(0).undefinedFrames().getOrDefault(metric, 0L);
      metricFrames.put(metric, common.map(sets -> sets.frames(metric)).orElse(all - undefined));
    }
    return new FairComparison(
        compared,
        compared.get(0).videos().size(),
        common.map(FrameSets::frames).orElse(all),
        metricFrames,
        List.copyOf(warnings));
  }

  private static void requireProfile(Scores one, Scores other) {
    if (one.profile() != other.profile()) {
      throw UserException.input(
          "Results %s of '%s' use profile %s, results %s of '%s' use %s: evaluate both with the"
              + " same profile",
          one.folder(),
          one.name(),
          one.profile().option(),
          other.folder(),
          other.name(),
          other.profile().option());
    }
  }

  private static void requireVideos(List<Scores> methods, FrameSets common) {
    if (common.videos().isEmpty()) {
      throw UserException.input(
          "No frame is in the results of all methods (%s): evaluate all methods on the same videos",
          methods.stream()
              .map(own -> own.name() + ": " + own.folder())
              .collect(Collectors.joining(", ")));
    }
  }

  /** Whether two methods certainly have the same frames and values for all of them. */
  private static boolean hasFramesOf(Scores one, Scores other) {
    return isWhole(one)
        && isWhole(other)
        && framesByVideo(one).equals(framesByVideo(other))
        && Objects.equals(framesDigest(one), framesDigest(other));
  }

  private static boolean isWhole(Scores scores) {
    return scores.undefinedFrames().values().stream().allMatch(count -> count == 0)
        && scores.manifest().counts().getOrDefault("bad", 0L) == 0;
  }

  private static Map<String, Long> framesByVideo(Scores scores) {
    return scores.videos().stream()
        .collect(Collectors.toMap(Scores.Video::name, Scores.Video::frames));
  }

  private static String framesDigest(Scores scores) {
    return scores.coverage().map(Coverage::framesDigest).orElse(null);
  }

  private static List<String> differences(
      List<Scores> methods, List<FrameSets> sets, FrameSets common) {
    List<String> lines = new ArrayList<>();
    if (sets.stream().anyMatch(own -> !own.hasFramesOf(common))) {
      List<String> counts = new ArrayList<>();
      for (int i = 0; i < methods.size(); i++) {
        counts.add(methods.get(i).name() + " " + counts(sets.get(i)));
      }
      lines.add(
          "Methods were measured on different frames ("
              + String.join("; ", counts)
              + "): compared on the "
              + counts(common)
              + " that all have");
    }
    for (Metric metric : common.metrics()) {
      List<String> fewer = new ArrayList<>();
      List<String> none = new ArrayList<>();
      for (int i = 0; i < methods.size(); i++) {
        long own = sets.get(i).frames(metric);
        boolean isMeasured = methods.get(i).metrics().contains(metric);
        if (isMeasured && own == 0) {
          none.add(methods.get(i).name());
        } else if (isMeasured && own < sets.get(i).frames()) {
          fewer.add(methods.get(i).name() + " " + Text.count(sets.get(i).frames() - own, "frame"));
        }
      }
      long shared = common.frames(metric);
      if (!none.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s is undefined for all frames of %s, without a mean; the others are compared on %s",
                metric.label(),
                String.join(", ", none),
                Text.count(shared, "frame")));
      }
      boolean isEqual =
          sets.stream().mapToLong(own -> own.frames(metric)).allMatch(n -> n == 0 || n == shared);
      if (!isEqual && !fewer.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s is undefined for some frames (%s): compared on the %s for which all have a value",
                metric.label(),
                String.join("; ", fewer),
                Text.count(shared, "frame")));
      }
    }
    return lines;
  }

  private static String counts(FrameSets sets) {
    return Text.count(sets.frames(), "frame") + " of " + Text.count(sets.videos().size(), "video");
  }

  /** A method's scores with means over common frames. */
  private static Scores restricted(FrameTable table, FrameSets common) {
    Scores scores = table.scores();
    Map<String, MetricMeans> means = new HashMap<>();
    table.forEach(
        row -> {
          if (common.videos().contains(row.video())) {
            Map<Metric, Double> values = new EnumMap<>(row.values());
            values.keySet().removeIf(m -> !common.isDefined(m, row.video(), row.frame()));
            means
                .computeIfAbsent(row.video(), video -> new MetricMeans(scores.metrics()))
                .add(new FrameMetrics(values, 0));
          }
        });
    List<VideoMetrics> measured =
        means.entrySet().stream().map(own -> own.getValue().toVideo(own.getKey())).toList();
    Map<String, Map<Metric, Double>> byVideo =
        measured.stream().collect(Collectors.toMap(VideoMetrics::video, VideoMetrics::means));
    List<Scores.Video> videos =
        scores.videos().stream()
            .filter(video -> byVideo.containsKey(video.name()))
            .map(video -> video.with(byVideo.get(video.name())))
            .toList();
    return scores.with(DatasetMetrics.of(measured).means(), videos);
  }

  /** Methods whose ground truth differs from that of the first, or is not recorded. */
  private static List<String> truthDifferences(List<Scores> methods) {
    List<String> lines = new ArrayList<>();
    Scores first = methods.get(0);
    Map<String, String> expected = truth(first);
    for (Scores method : methods.subList(1, methods.size())) {
      Map<String, String> own = truth(method);
      if (expected.isEmpty() != own.isEmpty()) {
        Scores unknown = own.isEmpty() ? method : first;
        lines.add(
            String.format(
                Locale.ROOT,
                "%s does not record its ground truth, which may differ from that of %s: rerun it",
                unknown.name(),
                (own.isEmpty() ? first : method).name()));
        continue;
      }
      Set<String> different = new TreeSet<>();
      for (Scores.Video video : method.videos()) {
        if (!Objects.equals(expected.get(video.name()), own.get(video.name()))) {
          different.add(video.name());
        }
      }
      if (!different.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s and %s were measured against different ground truth of %s (%s%s; %s and %s):"
                    + " evaluate both against the same folder",
                first.name(),
                method.name(),
                Text.count(different.size(), "video"),
                different.stream().limit(3).collect(Collectors.joining(", ")),
                different.size() > 3 ? ", …" : "",
                first.manifest().groundTruth(),
                method.manifest().groundTruth()));
      }
    }
    return lines;
  }

  /** Methods whose ground-truth maps were made in another way than those of the first. */
  private static List<String> sigmaDifferences(List<Scores> methods) {
    Scores first = methods.get(0);
    return methods.stream()
        .filter(own -> !Objects.equals(own.notes().truthSigma(), first.notes().truthSigma()))
        .map(
            own ->
                String.format(
                    Locale.ROOT,
                    "%s was measured against %s, %s against %s: evaluate both with the same"
                        + " --truth-sigma",
                    first.name(),
                    first.notes().truthMaps(),
                    own.name(),
                    own.notes().truthMaps()))
        .toList();
  }

  /** Methods whose baseline or negatives differ from those of the first that has some. */
  private static List<String> referenceDifferences(List<Scores> methods) {
    List<Scores> own =
        methods.stream().filter(method -> !method.notes().reference().isEmpty()).toList();
    return own.stream()
        .filter(method -> !method.notes().reference().equals(own.get(0).notes().reference()))
        .map(
            method ->
                String.format(
                    Locale.ROOT,
                    "%s and %s were measured with different baselines or negatives of sAUC and IG"
                        + " (%s and %s): evaluate both with the same settings",
                    own.get(0).name(),
                    method.name(),
                    own.get(0).notes().reference(),
                    method.notes().reference()))
        .toList();
  }

  private static Map<String, String> truth(Scores scores) {
    return scores.coverage().map(Coverage::truthDigests).orElse(Map.of());
  }
}
