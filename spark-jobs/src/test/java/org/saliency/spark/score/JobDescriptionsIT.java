package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.report.ReportArguments;
import org.saliency.spark.report.ReportJob;
import org.saliency.storage.Storage;

/** Descriptions of Spark jobs in Spark's UI. */
class JobDescriptionsIT {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();
  private final Descriptions jobs = new Descriptions();

  private static final class Descriptions extends SparkListener {

    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      started.add(start.properties().getProperty("spark.job.description", "none"));
    }
  }

  @BeforeEach
  void listen() {
    spark.sparkContext().addSparkListener(jobs);
  }

  @AfterEach
  void stopListening() {
    spark.sparkContext().removeSparkListener(jobs);
  }

  private List<String> descriptions() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    assertThat(jobs.started).doesNotContain("none");
    return jobs.started.stream().distinct().toList();
  }

  @Test
  void everyJobIsDescribed() throws Exception {
    Path model = folder.resolve("model.pt");
    Model.create("deeplab-resnet18", SMALL, 11).write(model);
    Path videos =
        new TinyVideos(folder.resolve("videos"), 5).add("a", 4, SMALL).add("b", 4, SMALL).folder();
    Path badVideos = new TinyVideos(folder.resolve("bad"), 5).add("c", 3, SMALL).folder();
    Files.writeString(badVideos.resolve("c/frames/0002.png"), "not a picture");
    Path scores = folder.resolve("scores");

    ScoreJobs.of(spark, model, videos, scores, Optional.of(videos), "formats=parquet,mp4").run();
    assertThat(descriptions())
        .containsExactly(
            "score: probe the device of an executor",
            "score: predict 8 frames of 2 videos",
            "score: join the segments of 2 videos (mp4)",
            "write video_metrics");

    jobs.started.clear();
    ScoreJobs.of(
            spark,
            model,
            badVideos,
            folder.resolve("bad-scores"),
            Optional.empty(),
            "max-bad-frames=1")
        .run();
    assertThat(descriptions()).endsWith("write quarantine");

    jobs.started.clear();
    Path evaluated = folder.resolve("evaluated");
    new EvaluateJob(
            spark,
            new EvaluateArguments(
                scores.toString(),
                videos.toString(),
                Optional.empty(),
                evaluated.toString(),
                Settings.load(Optional.empty(), Map.of()).section("evaluate")))
        .run();
    assertThat(descriptions())
        .containsExactly(
            "list the predicted frames",
            "evaluate: measure 8 frames of 2 videos",
            "write frame_metrics",
            "average the metrics of 2 videos",
            "write video_metrics");

    jobs.started.clear();
    String page = folder.resolve("report.html").toString();
    new ReportJob(spark, new ReportArguments(scores.toString(), Optional.empty(), List.of(), page))
        .run();
    assertThat(descriptions())
        .contains("list the predicted frames")
        .anyMatch(job -> job.startsWith("read the maps of "));

    jobs.started.clear();
    String damaged = Files.writeString(folder.resolve("damaged.mp4"), "no video").toString();
    new SparkVideoIndexer(spark)
        .index(List.of(new Storage.Entry(damaged, "damaged.mp4", false, 8, 1)));
    assertThat(descriptions()).containsExactly("index video files: 1");
    assertThat(spark.sparkContext().getLocalProperty("spark.job.description")).isNull();
  }
}
