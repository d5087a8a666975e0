package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.metric.Convention;
import org.saliency.metric.ConventionMeans;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.settings.Settings;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.task.JobDescription;

/**
 * The metrics of a run by each convention, side by side, if they are wanted. Used on the driver.
 */
final class MetricPassport {

  private final EvaluateArguments arguments;
  private final boolean isWanted;
  private final long seed;
  private final Map<Convention, Map<String, List<ConventionMeans>>> parts =
      new EnumMap<>(Convention.class);

  private MetricPassport(EvaluateArguments arguments, boolean isWanted, long seed) {
    this.arguments = arguments;
    this.isWanted = isWanted;
    this.seed = seed;
  }

  /** Reads the settings of section {@code evaluate}. */
  static MetricPassport from(EvaluateArguments arguments) {
    Settings settings = arguments.settings();
    return new MetricPassport(arguments, settings.flag("passport"), settings.seed("passport-seed"));
  }

  /**
   * Requires maps to measure.
   *
   * @throws UserException for a ceiling, whose viewers are drawn for one profile
   */
  void requireMaps(Bound bound) {
    if (isWanted && bound.isCeiling()) {
      throw UserException.usage(
          "A ceiling has no metric passport: leave out --ceiling or --passport");
    }
  }

  /** The seed of noise and negatives; empty if no passport is wanted. */
  Optional<Long> seed() {
    return isWanted ? Optional.of(seed) : Optional.empty();
  }

  /**
   * The metrics for which a reference is read: shuffled AUC needs the fixations of another video.
   *
   * @param videos with ground truth
   */
  List<Metric> referenced(List<Metric> own, ReferenceSettings references, List<Video> videos) {
    List<Metric> all = new ArrayList<>(own);
    boolean hasBaseline = references.baseline().isPresent();
    if (isWanted && (hasBaseline || videos.stream().filter(Video::hasFixations).count() > 1)) {
      all.add(Metric.SHUFFLED_AUC);
    }
    if (isWanted && hasBaseline) {
      all.add(Metric.INFORMATION_GAIN);
    }
    return all;
  }

  /** Collects the metrics of measured segments. */
  void collect(SparkSession spark, JavaRDD<MeasuredSegment> measured) {
    if (!isWanted) {
      return;
    }
    List<PassportPart> collected;
    try (JobDescription description =
        JobDescription.set(spark.sparkContext(), "collect the metrics of each convention")) {
      collected = measured.map(MeasuredSegment::passport).collect();
    }
    for (PassportPart part : collected) {
      for (ConventionMeans means : part.means()) {
        parts
            .computeIfAbsent(means.convention(), convention -> new TreeMap<>())
            .computeIfAbsent(part.video(), video -> new ArrayList<>())
            .add(means);
      }
    }
  }

  /**
   * Writes {@code passport.json}, {@code passport.csv} and {@code passport.md}, if a passport is
   * wanted.
   *
   * @param all the data set, by the profile of the run
   * @param references baseline and negatives
   * @return empty if no passport is wanted
   */
  Optional<PassportTable> write(OutputFolder folder, DatasetMetrics all, References references) {
    if (!isWanted) {
      return Optional.empty();
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    String floor = arguments.settings().text("floor");
    facts.put("predictions", floor.equals("none") ? arguments.predictions() : "floor " + floor);
    facts.put("ground_truth", arguments.groundTruth());
    facts.put("videos", all.videos());
    facts.put("frames", all.frames());
    facts.put("seed", seed);
    facts.put("reference", references.description());
    PassportTable table = new PassportTable(facts, rows());
    folder.write("passport.json", table.json());
    folder.write("passport.csv", table.csv());
    folder.write("passport.md", table.markdown());
    return Optional.of(table);
  }

  private List<PassportTable.Row> rows() {
    List<PassportTable.Row> rows = new ArrayList<>();
    parts.forEach(
        (convention, videos) -> {
          List<ConventionMeans> means =
              videos.values().stream()
                  .map(segments -> ConventionMeans.merged(convention, segments))
                  .toList();
          rows.add(PassportTable.Row.of(convention, means));
        });
    return rows;
  }
}
