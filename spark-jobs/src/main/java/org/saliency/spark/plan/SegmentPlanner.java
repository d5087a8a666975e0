package org.saliency.spark.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoSpan;

/**
 * Divides videos into segments and assigns the segments to tasks.
 *
 * @param sizes of segments and tasks
 * @param neighbours frames beside a segment that its maps are computed from
 * @param inputs identifies what a segment is computed from
 */
public record SegmentPlanner(TaskSizes sizes, Neighbours neighbours, SegmentInputs inputs) {

  /** A video whose key frames are farther apart is cut between them, into pieces of this length. */
  private static final int LONG_GROUP = 64;

  /** A planner for models and metrics of single frames. */
  public SegmentPlanner(TaskSizes sizes) {
    this(sizes, Neighbours.NONE, SegmentInputs.UNKNOWN);
  }

  /** Segments of all unpublished frames, in the order of videos and frames. */
  public List<Segment> segments(List<PlannedVideo> videos) {
    Workload work = Workload.ofVideos(sizes, videos);
    List<Segment> segments = new ArrayList<>();
    for (PlannedVideo video : videos) {
      for (FrameRange gap : video.gaps()) {
        cut(video, gap, work, segments);
      }
    }
    return segments;
  }

  /**
   * Assigns segments to tasks. Within a task, segments keep the order of videos and frames; the
   * most expensive tasks come first.
   */
  public List<List<Segment>> tasks(List<Segment> segments) {
    Workload work = Workload.ofSegments(sizes, segments);
    List<List<Segment>> tasks =
        sizes.taskCount().isPresent()
            ? evenTasks(segments, work.taskCount())
            : boundedTasks(segments, work);
    return tasks.stream()
        .sorted(
            Comparator.comparingLong(
                (List<Segment> task) -> -task.stream().mapToLong(Workload::cost).sum()))
        .toList();
  }

  /** Fills one task after the other up to its bounds. */
  private List<List<Segment>> boundedTasks(List<Segment> segments, Workload work) {
    List<List<Segment>> tasks = new ArrayList<>();
    List<Segment> task = new ArrayList<>();
    long most = work.mostCost();
    long cost = 0;
    long bytes = 0;
    int frames = 0;
    for (Segment segment : segments) {
      cost += Workload.cost(segment);
      bytes += Workload.bytes(segment);
      frames += segment.range().length();
      boolean isFull = cost > most || bytes > Workload.MOST_BYTES || frames > sizes.segmentFrames();
      if (isFull && !task.isEmpty()) {
        tasks.add(task);
        task = new ArrayList<>();
        most = work.mostCost();
        cost = Workload.cost(segment);
        bytes = Workload.bytes(segment);
        frames = segment.range().length();
      }
      task.add(segment);
      work.plan(Workload.cost(segment));
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  /**
   * Tasks of about equal cost: each segment, the most expensive first, goes to the task with the
   * lowest cost so far.
   */
  private static List<List<Segment>> evenTasks(List<Segment> segments, int count) {
    record Load(int task, long cost) {}
    List<List<Integer>> assigned = new ArrayList<>();
    PriorityQueue<Load> loads =
        new PriorityQueue<>(Comparator.comparingLong(Load::cost).thenComparingInt(Load::task));
    for (int i = 0; i < Math.min(count, segments.size()); i++) {
      assigned.add(new ArrayList<>());
      loads.add(new Load(i, 0));
    }
    IntStream.range(0, segments.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -Workload.cost(segments.get(i))))
        .forEach(
            i -> {
              Load least = loads.remove();
              assigned.get(least.task()).add(i);
              loads.add(new Load(least.task(), least.cost() + Workload.cost(segments.get(i))));
            });
    return assigned.stream()
        .map(task -> task.stream().sorted().map(segments::get).toList())
        .toList();
  }

  /** Pieces of about equal length, or that become shorter as less work is left. */
  private void cut(PlannedVideo video, FrameRange gap, Workload work, List<Segment> segments) {
    int first = gap.first();
    int even = first; // where this piece would begin if all cuts were even
    int end = gap.last() + 1;
    while (first < end) {
      int longest = work.longest(video);
      int pieces = Math.max(1, divideUp(end - even, longest));
      even += (end - even) / pieces;
      int next = even == end ? end : cutNear(video.video(), first, even, end, longest);
      even = Math.max(even, next);
      Segment segment = segment(video, new FrameRange(gap.video(), first, next - 1));
      segments.add(segment);
      work.plan(Workload.cost(segment));
      first = next;
    }
  }

  /**
   * The end of a segment near an even cut. Cuts of a video file are at key frames where possible,
   * since frames between a key frame and a cut are decoded twice: they move back within half a
   * piece, or else forward. Groups of frames that are long, or any if the number of tasks is given,
   * are cut evenly. Pictures are cut before a frame that is predicted, since the frames between
   * such a frame and a cut are read twice.
   */
  private int cutNear(Video video, int first, int even, int end, int longest) {
    if (video.footage().isEmpty()) {
      int before = neighbours.before(even);
      return even == end || before <= first ? even : before;
    }
    VideoIndex index = video.footage().get();
    int before = index.keyFrameAtOrBefore(even);
    if (before > Math.max(first, even - longest / 2)) {
      return before;
    }
    int most = Math.min(sizes.segmentFrames(), LONG_GROUP);
    if (sizes.taskCount().isPresent() || even - first >= most) {
      return even;
    }
    int group = nextKeyFrame(index, even, end) - first;
    return first + divideUp(group, divideUp(group, most));
  }

  /** The first key frame after a frame and before another, which is returned if there is none. */
  private static int nextKeyFrame(VideoIndex index, int frame, int end) {
    int before = index.keyFrameAtOrBefore(frame);
    int low = frame + 1;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (index.keyFrameAtOrBefore(middle) > before) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private Segment segment(PlannedVideo planned, FrameRange range) {
    Video video = planned.video();
    List<VideoFrame> all = video.frames();
    int from = neighbours.before(range.first());
    int to = neighbours.after(range.last(), video);
    Segment.Frames frames =
        new Segment.Frames(
            planned(video, neighbours.leadIn(video, range.first())),
            planned(video, all.subList(from, range.first())),
            planned(video, all.subList(range.first(), range.last() + 1)),
            planned(video, all.subList(range.last() + 1, to + 1)));
    Map<String, int[]> bounds = new HashMap<>();
    frames.leadIn().forEach(frame -> extend(bounds, frame.image()));
    frames.before().forEach(frame -> extend(bounds, frame.image()));
    for (PlannedFrame frame : frames.own()) {
      extend(bounds, frame.image());
      frame.truth().map().ifPresent(map -> extend(bounds, map));
    }
    frames.after().forEach(frame -> extend(bounds, frame.image()));
    Map<String, VideoSpan> spans = new HashMap<>();
    bounds.forEach(
        (path, bound) -> spans.put(path, video.files().get(path).span(bound[0], bound[1])));
    return new Segment(
        range,
        planned.frameSize(),
        frames,
        FileLengths.of(frames.own(), inputs),
        spans,
        inputs.known(spans.keySet()),
        video.footage().map(VideoIndex::timing),
        inputs.of(video, range, neighbours).orElseThrow());
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

  private static List<PlannedFrame> planned(Video video, List<VideoFrame> frames) {
    return PlannedFrames.of(video.name(), frames);
  }

  private static int divideUp(int amount, int by) {
    return (amount + by - 1) / by;
  }
}
