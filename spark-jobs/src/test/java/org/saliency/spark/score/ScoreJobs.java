package org.saliency.spark.score;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.saliency.settings.Settings;

/** Creates scoring jobs. */
final class ScoreJobs {

  private ScoreJobs() {}

  /**
   * Creates a job.
   *
   * @param settings settings of the section {@code score}, each as {@code key=value}
   */
  static ScoreJob of(
      SparkSession spark,
      Path model,
      Path input,
      Path output,
      Optional<Path> truth,
      String... settings) {
    return of(
        spark, model, input.toString(), output.toString(), truth.map(Path::toString), settings);
  }

  /** Creates a job on paths of any file system. */
  static ScoreJob of(
      SparkSession spark,
      Path model,
      String input,
      String output,
      Optional<String> truth,
      String... settings) {
    Map<String, String> overrides = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      overrides.put("score." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new ScoreJob(
        spark,
        new ScoreArguments(
            List.of(input),
            model.toString(),
            output,
            truth,
            Optional.empty(),
            Settings.load(Optional.empty(), overrides).section("score")));
  }
}
