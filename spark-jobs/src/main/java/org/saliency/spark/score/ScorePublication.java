package org.saliency.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.JoinVideo;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputLease;
import org.saliency.spark.output.PublishedSegments;
import org.saliency.spark.output.RunPhase;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.task.SparkTasks;

/**
 * Settles what is published after the tasks of a run have ended, phase by phase.
 *
 * @param formats output formats
 * @param manifest of the run
 * @param lease of the output folder
 */
record ScorePublication(
    SparkSession spark,
    OutputFolder folder,
    Set<Format> formats,
    ManifestBuilder manifest,
    OutputLease lease) {

  /**
   * Returns all published segments, of this run and earlier ones, and removes what other attempts
   * have left; from now on tasks publish no segments.
   */
  PublishedSegments segments(PublishedSegments earlier, List<ScoredTask> scored) {
    lease.enter(RunPhase.VIDEOS);
    List<FrameRange> ranges =
        scored.stream()
            .flatMap(task -> task.segments().stream())
            .map(SegmentOutcome::range)
            .toList();
    PublishedSegments now =
        folder.published(ranges.stream().map(FrameRange::video).distinct().toList());
    now.require(ranges);
    now.deleteRest();
    return earlier.updatedBy(now);
  }

  /** Joins the videos whose parts are not joined yet, those of killed runs included. */
  void joinVideos(PublishedSegments published) throws InterruptedException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    for (Format format : formats) {
      List<JoinVideo.Parts> videos =
          format.kind().isPresent() ? published.unjoined(format) : List.of();
      if (!videos.isEmpty()) {
        JoinVideo join = new JoinVideo(format, folder.uri(), manifest.runId(), hadoop);
        manifest.time(
            "join_videos",
            () ->
                SparkTasks.await(
                    spark.sparkContext(),
                    String.format(
                        Locale.ROOT,
                        "score: join the segments of %d videos (%s)",
                        videos.size(),
                        Settings.kebab(format)),
                    () -> context.parallelize(videos, videos.size()).foreachAsync(join),
                    lease::requireRenewed));
      }
    }
    lease.enter(RunPhase.RESULTS);
    folder.delete("_saliency/parts"); // all are joined
  }
}
