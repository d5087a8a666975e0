package org.saliency.spark.score;

import java.util.List;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.RunPlan;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.results.ManifestBuilder;

/**
 * Plan of a scoring run.
 *
 * @param videos all videos with their published segments
 * @param tasks segments left to score, one list per task
 */
record ScorePlan(List<PlannedVideo> videos, List<List<Segment>> tasks) {

  static ScorePlan of(List<PlannedVideo> videos, SegmentPlanner planner) {
    return new ScorePlan(videos, planner.tasks(planner.segments(videos)));
  }

  long frames() {
    return videos.stream().mapToLong(video -> video.video().frames().size()).sum();
  }

  long framesToScore() {
    return tasks.stream()
        .flatMap(List::stream)
        .mapToLong(segment -> segment.range().length())
        .sum();
  }

  List<String> videoNames() {
    return videos.stream().map(video -> video.video().name()).toList();
  }

  /** Names of the videos with frames left to score. */
  List<String> scoredVideoNames() {
    return tasks.stream()
        .flatMap(List::stream)
        .map(segment -> segment.range().video())
        .distinct()
        .toList();
  }

  /**
   * The plan for those who follow the run.
   *
   * @param run random id of the run
   * @param bad bad frames and videos found while reading the inputs
   */
  RunPlan announced(String run, long bad, LeaseSettings lease) {
    return new RunPlan(run, "score", videos.size(), frames(), bad, lease.expiry().toSeconds());
  }

  /**
   * Adds the counts of a finished run to its manifest.
   *
   * @param unscored frames of the plan that have no map
   * @param bad bad frames and videos, those found while reading the inputs included
   */
  void count(ManifestBuilder manifest, long unscored, long bad) {
    manifest.count("videos", videos.size());
    manifest.count("planned", frames());
    manifest.count("done", framesToScore() - unscored);
    manifest.count("resumed", frames() - framesToScore());
    manifest.count("bad", bad);
    manifest.count("tasks", tasks.size());
  }

  /** The output of {@code --dry-run}. */
  Summary summary() {
    return new Summary(
        videos.size(),
        frames(),
        frames() - framesToScore(),
        tasks.stream().mapToLong(List::size).sum(),
        tasks.stream()
            .map(
                task ->
                    new TaskSummary(
                        task.stream().mapToInt(segment -> segment.range().length()).sum(),
                        task.stream()
                            .map(s -> s.range().video() + " " + s.range().fileName())
                            .toList()))
            .toList());
  }

  /**
   * Summary of a plan.
   *
   * @param videos number of videos
   * @param frames number of frames of all videos
   * @param resumed frames already published
   * @param segments number of segments to score
   * @param tasks summary of each task
   */
  record Summary(int videos, long frames, long resumed, long segments, List<TaskSummary> tasks) {}

  /**
   * Summary of a task.
   *
   * @param frames number of frames
   * @param segments video, first and last frame of each segment
   */
  record TaskSummary(int frames, List<String> segments) {}
}
