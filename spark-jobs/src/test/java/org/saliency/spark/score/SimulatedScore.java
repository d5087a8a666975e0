package org.saliency.spark.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.plan.SegmentInputs;
import org.saliency.spark.scale.EncodedVideo;
import org.saliency.spark.scale.Simulation;
import org.saliency.spark.serving.DeviceProbe;
import org.saliency.spark.serving.ModelSource;
import org.saliency.spark.storage.HadoopFiles;

/**
 * Scoring jobs on a {@link Simulation}.
 *
 * @param hasTruth whether maps are measured
 */
record SimulatedScore(SparkSession spark, Path model, Simulation simulation, boolean hasTruth)
    implements AutoCloseable {

  static final Size SIZE = new Size(64, 36);

  /**
   * Videos on a simulated store.
   *
   * @param published whether the results of a video, by its number from 1, are there
   */
  static SimulatedScore of(
      SparkSession spark,
      Path model,
      int videos,
      int frames,
      boolean hasTruth,
      IntPredicate published)
      throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Simulation simulation =
        hasTruth
            ? Simulation.withTruth(videos, frames, SIZE, hadoop)
            : Simulation.ofFrames(videos, frames, SIZE, hadoop);
    return of(spark, model, simulation, hasTruth, published);
  }

  /**
   * Video files on a simulated store.
   *
   * @param published whether the results of a video, by its number from 1, are there
   */
  static SimulatedScore ofFiles(
      SparkSession spark, Path model, int videos, EncodedVideo video, IntPredicate published)
      throws IOException {
    Simulation simulation =
        Simulation.ofFiles(
            videos, video.frames(), video.bytes(), spark.sparkContext().hadoopConfiguration());
    if (published.test(2)) {
      simulation.putIndexes(video.index());
    }
    return of(spark, model, simulation, false, published);
  }

  private static SimulatedScore of(
      SparkSession spark,
      Path model,
      Simulation simulation,
      boolean hasTruth,
      IntPredicate published)
      throws IOException {
    SimulatedScore score =
        new SimulatedScore(spark, model, simulation.published(published), hasTruth);
    if (published.test(2)) {
      score.putOwner();
    }
    return score;
  }

  ScoreArguments arguments(String... settings) {
    Map<String, String> overrides = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      overrides.put("score." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new ScoreArguments(
        List.of(simulation.input()),
        model.toString(),
        simulation.output(),
        hasTruth ? Optional.of(simulation.input()) : Optional.empty(),
        Optional.empty(),
        Settings.load(Optional.empty(), overrides).section("score"));
  }

  ScoreJob job(String... settings) {
    return new ScoreJob(spark, arguments(settings));
  }

  OutputFolder folder() {
    return new OutputFolder(simulation.output(), spark.sparkContext().hadoopConfiguration());
  }

  private void putOwner() throws IOException {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    ScoreArguments arguments = arguments();
    ScoreSettings settings = ScoreSettings.from(arguments.settings());
    ModelSource source = ModelSource.read(model.toString(), files);
    DeviceProbe device =
        DeviceProbe.of(spark, settings.device(), source.requested(settings.precision()));
    OutputOwner owner =
        new ScoreResume(arguments, settings, folder(), SegmentInputs.UNKNOWN).owner(source, device);
    simulation.put(
        "_saliency/owner.json",
        Json.write(
            new OutputOwner(
                owner.command(), owner.modelHash(), owner.settings(), owner.inputs(), 1, 1)));
  }

  @Override
  public void close() {
    simulation.close();
  }
}
