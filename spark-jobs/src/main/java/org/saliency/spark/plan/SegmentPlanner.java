package org.saliency.spark.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoSpan;

/**
 * Divides videos into segments and assigns the segments to tasks.
 *
 * @param segmentFrames maximum length of a segment, in frames
 * @param taskCount number of tasks, if there are enough frames
 * @param window number of consecutive frames from which the model predicts the last one
 * @param inputs identifies what a segment is computed from
 */
public record SegmentPlanner(int segmentFrames, int taskCount, int window, SegmentInputs inputs) {

  public SegmentPlanner {
    if (segmentFrames < 1 || taskCount < 1 || window < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid plan: segments of %d frames, %d tasks, windows of %d frames",
              segmentFrames,
              taskCount,
              window));
    }
  }

  /** A planner for models and metrics of single frames. */
  public SegmentPlanner(int segmentFrames, int taskCount) {
    this(segmentFrames, taskCount, 1, SegmentInputs.UNKNOWN);
  }

  /** Segments of all unpublished frames, in the order of videos and frames. */
  public List<Segment> segments(List<PlannedVideo> videos) {
    int frames = videos.stream().mapToInt(SegmentPlanner::missing).sum();
    int longest = Math.max(1, Math.min(segmentFrames, divideUp(frames, taskCount)));
    List<Segment> segments = new ArrayList<>();
    for (PlannedVideo video : videos) {
      for (FrameRange gap : gaps(video)) {
        segments.addAll(cut(video, gap, longest));
      }
    }
    return segments;
  }

  /**
   * Tasks of about equal cost: each segment, the most expensive first, goes to the task with the
   * lowest cost so far. Within a task, segments keep the order of videos and frames.
   */
  public List<List<Segment>> tasks(List<Segment> segments) {
    record Load(int task, long cost) {}
    List<List<Integer>> assigned = new ArrayList<>();
    PriorityQueue<Load> loads =
        new PriorityQueue<>(Comparator.comparingLong(Load::cost).thenComparingInt(Load::task));
    for (int i = 0; i < Math.min(taskCount, segments.size()); i++) {
      assigned.add(new ArrayList<>());
      loads.add(new Load(i, 0));
    }
    IntStream.range(0, segments.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -cost(segments.get(i))))
        .forEach(
            i -> {
              Load least = loads.remove();
              assigned.get(least.task()).add(i);
              loads.add(new Load(least.task(), least.cost() + cost(segments.get(i))));
            });
    return assigned.stream()
        .map(task -> task.stream().sorted().map(segments::get).toList())
        .toList();
  }

  /**
   * Cost of a segment: constant for the forward pass of a frame, by pixel for reading and writing.
   */
  private static long cost(Segment segment) {
    long forwardPass = 2_000_000; // in pixels, measured for deeplab-resnet50 on a CPU
    return segment.range().length() * (forwardPass + segment.frameSize().pixels());
  }

  private static int missing(PlannedVideo video) {
    return gaps(video).stream().mapToInt(FrameRange::length).sum();
  }

  private static List<FrameRange> gaps(PlannedVideo video) {
    String name = video.video().name();
    List<FrameRange> gaps = new ArrayList<>();
    int next = 0;
    for (FrameRange published : video.published()) {
      if (published.first() > next) {
        gaps.add(new FrameRange(name, next, published.first() - 1));
      }
      next = published.last() + 1;
    }
    int frames = video.video().frames().size();
    if (next < frames) {
      gaps.add(new FrameRange(name, next, frames - 1));
    }
    return gaps;
  }

  /**
   * Pieces of about equal length. Cuts of a video file move back to a key frame within half a
   * piece, since frames between a key frame and a cut are decoded twice.
   */
  private List<Segment> cut(PlannedVideo video, FrameRange gap, int longest) {
    int pieces = divideUp(gap.length(), longest);
    List<Segment> segments = new ArrayList<>();
    int first = gap.first();
    for (int i = 1; i <= pieces; i++) {
      int even = gap.first() + (int) ((long) gap.length() * i / pieces);
      int end = i == pieces ? even : keyFrameBefore(video.video(), even, even - longest / 2);
      FrameRange range = new FrameRange(gap.video(), first, end - 1);
      segments.add(segment(video, range));
      first = end;
    }
    return segments;
  }

  /** The last key frame up to a frame and after another; the frame itself without one. */
  private static int keyFrameBefore(Video video, int frame, int after) {
    return video
        .footage()
        .map(index -> index.keyFrameAtOrBefore(frame))
        .filter(keyFrame -> keyFrame > after)
        .orElse(frame);
  }

  private Segment segment(PlannedVideo planned, FrameRange range) {
    Video video = planned.video();
    List<PlannedFrame> leadIn =
        frames(video, Math.max(0, range.first() - window + 1), range.first());
    List<PlannedFrame> frames = frames(video, range.first(), range.last() + 1);
    Map<String, int[]> bounds = new HashMap<>();
    for (PlannedFrame frame : leadIn) {
      extend(bounds, frame.image());
    }
    for (PlannedFrame frame : frames) {
      extend(bounds, frame.image());
      frame.truth().map().ifPresent(map -> extend(bounds, map));
    }
    Map<String, VideoSpan> spans = new HashMap<>();
    bounds.forEach(
        (path, bound) -> spans.put(path, video.files().get(path).span(bound[0], bound[1])));
    return new Segment(
        range,
        planned.frameSize(),
        leadIn,
        frames,
        spans,
        video.footage().map(VideoIndex::timing),
        inputs.of(video, range, window).orElseThrow());
  }

  /** Extends the range of frames to decode from a video file. */
  private static void extend(Map<String, int[]> bounds, FrameLocation location) {
    if (!location.isFile()) {
      int[] bound =
          bounds.computeIfAbsent(
              location.path(), path -> new int[] {location.number(), location.number()});
      bound[0] = Math.min(bound[0], location.number());
      bound[1] = Math.max(bound[1], location.number());
    }
  }

  private static List<PlannedFrame> frames(Video video, int first, int end) {
    return video.frames().subList(first, end).stream()
        .map(frame -> PlannedFrame.of(video.name(), frame))
        .toList();
  }

  private static int divideUp(int amount, int by) {
    return (amount + by - 1) / by;
  }
}
