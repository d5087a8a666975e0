package org.saliency.spark.score;

import java.util.List;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;

/**
 * What a scoring run will do.
 *
 * @param videos all videos, with what is published of them
 * @param tasks the segments that are left, dealt out
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

  /** The videos of which something is left to score. */
  List<String> scoredVideoNames() {
    return tasks.stream()
        .flatMap(List::stream)
        .map(segment -> segment.range().video())
        .distinct()
        .toList();
  }

  /** What {@code --dry-run} prints. */
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
   * A plan in numbers.
   *
   * @param videos number of videos
   * @param frames number of their frames
   * @param resumed frames that are published already
   * @param segments number of segments to score
   * @param tasks each task's frames and segments
   */
  record Summary(int videos, long frames, long resumed, long segments, List<TaskSummary> tasks) {}

  /**
   * A task in numbers.
   *
   * @param frames number of frames
   * @param segments video, first and last frame of each segment
   */
  record TaskSummary(int frames, List<String> segments) {}
}
