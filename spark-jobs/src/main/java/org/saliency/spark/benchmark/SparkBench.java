package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.saliency.settings.Settings;
import org.saliency.spark.ml.SaliencyPredictor;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.score.ScoreArguments;
import org.saliency.spark.score.ScoreJob;
import org.saliency.spark.task.JobDescription;

/** Runs jobs on Spark, which is started on first use. */
final class SparkBench {

  private final Supplier<SparkSession> sessions;
  private final Settings score;
  private final Path model;
  private final Path folder;
  private SparkSession session;
  private int jobs;

  /**
   * Creates a bench; does not start Spark yet.
   *
   * @param sessions starts Spark
   * @param score the settings section {@code score}
   * @param model the model file
   * @param folder for inputs and outputs
   */
  SparkBench(Supplier<SparkSession> sessions, Settings score, Path model, Path folder) {
    this.sessions = sessions;
    this.score = score;
    this.model = model;
    this.folder = folder;
  }

  SparkSession session() {
    if (session == null) {
      session = sessions.get();
    }
    return session;
  }

  /** A new path for an input. */
  Path newInput() {
    jobs++;
    return folder.resolve("input-" + jobs);
  }

  /** Runs a scoring job. */
  Manifest score(ScoreInput input) throws InterruptedException {
    ScoreArguments arguments =
        new ScoreArguments(
            List.of(input.folder().toString()),
            model.toString(),
            input.folder().resolveSibling(input.folder().getFileName() + "-scored").toString(),
            Optional.empty(),
            Optional.empty(),
            score);
    return new ScoreJob(session(), arguments).run().manifest();
  }

  /** A cached table of image files; the caller closes it. */
  PictureTable table(BenchmarkFrames frames, int count) throws IOException {
    return PictureTable.of(session(), frames.pictures(), count);
  }

  /** Predicts maps of a table's images as PNG and discards them. */
  void predict(PictureTable table) {
    Dataset<Row> maps =
        new SaliencyPredictor()
            .setInputCol(PictureTable.PICTURE)
            .setOutputCol("saliency")
            .setModelUrl(model.toUri().toString())
            .setDevice(score.text("device"))
            .setPrecision(score.text("precision"))
            .setBatchSize(score.integerOrAuto("batch-size", 1, 1024).orElse(0))
            .setOutputSize(score.text("map-size"))
            .setOutputFormat("png")
            .setStallSeconds(score.integer("stall-seconds", 0, 1_000_000))
            .transform(table.rows());
    try (JobDescription description =
        JobDescription.set(session().sparkContext(), "benchmark: predict the maps of a table")) {
      maps.write().format("noop").mode("overwrite").save();
    }
  }
}
