package org.saliency.spark.plan;

import java.util.List;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;

/**
 * The unpublished frames of all videos: their number, their cost, and the size of their
 * description. Bounds segments and tasks.
 */
final class Workload {

  /** Most bytes of file names in a task, which the driver sends as one message. */
  static final long MOST_BYTES = 8L << 20;

  /** Cost of a frame's forward pass in pixels, measured for deeplab-resnet50 on a CPU. */
  private static final long FORWARD_PASS = 2_000_000;

  /** Most cost of a task: that of 250 frames of 1920x1080, or 29 of 7680x4320. */
  private static final long MOST_COST = 250 * (FORWARD_PASS + 1920 * 1080);

  /** A task gets at most this part of the work that is left, so that the last tasks are small. */
  private static final int SHARES = 256;

  /** Numbers of tasks that divide evenly by the usual numbers of cores; then multiples of 24. */
  private static final int[] EVEN = {24, 12, 6, 4, 2, 1};

  private static final int OBJECT_BYTES = 200; // of a serialised frame, without its names

  private final TaskSizes sizes;
  private final long frames;
  private final long bytes;
  private final long leastCost;
  private long costLeft;

  private Workload(TaskSizes sizes, long frames, long cost, long bytes) {
    this.sizes = sizes;
    this.frames = frames;
    this.bytes = bytes;
    this.costLeft = cost;
    this.leastCost = cost / even(Math.max(1, frames / sizes.leastFrames()));
  }

  static Workload ofVideos(TaskSizes sizes, List<PlannedVideo> videos) {
    long frames = 0;
    long cost = 0;
    long bytes = 0;
    for (PlannedVideo video : videos) {
      long missing = video.gaps().stream().mapToLong(FrameRange::length).sum();
      frames += missing;
      cost += missing * cost(video.frameSize());
      bytes += missing * bytes(video);
    }
    return new Workload(sizes, frames, cost, bytes);
  }

  static Workload ofSegments(TaskSizes sizes, List<Segment> segments) {
    long frames = segments.stream().mapToLong(segment -> segment.range().length()).sum();
    long cost = segments.stream().mapToLong(Workload::cost).sum();
    long bytes = segments.stream().mapToLong(Workload::bytes).sum();
    return new Workload(sizes, frames, cost, bytes);
  }

  private static long even(long tasks) {
    if (tasks > EVEN[0]) {
      return tasks / EVEN[0] * EVEN[0];
    }
    int i = 0;
    while (EVEN[i] > tasks) {
      i++;
    }
    return EVEN[i];
  }

  /** Cost of a frame: constant for the forward pass, by pixel for reading and writing. */
  private static long cost(Size frame) {
    return FORWARD_PASS + frame.pixels();
  }

  /** Cost of a segment. */
  static long cost(Segment segment) {
    return segment.range().length() * cost(segment.frameSize());
  }

  /** About the bytes of a segment's description in a message. */
  static long bytes(Segment segment) {
    PlannedFrame frame = segment.frames().get(0);
    return segment.range().length()
        * (OBJECT_BYTES
            + frame.name().length()
            + bytes(frame.image())
            + frame.truth().map().map(Workload::bytes).orElse(0)
            + frame.truth().fixations().map(Workload::bytes).orElse(0));
  }

  private static long bytes(PlannedVideo video) {
    VideoFrame frame = video.video().frames().get(0);
    return OBJECT_BYTES
        + frame.name().length()
        + bytes(frame.image())
        + frame.map().map(Workload::bytes).orElse(0)
        + frame.fixations().map(Workload::bytes).orElse(0);
  }

  private static int bytes(FrameLocation location) {
    return location.path().length();
  }

  /** Number of tasks where it is given; more if their descriptions would be too long. */
  int taskCount() {
    long given = sizes.taskCount().orElseThrow();
    return Math.toIntExact(Math.max(given, divideUp(bytes, MOST_BYTES)));
  }

  /** Greatest length of the next segment of a video, in frames. */
  int longest(PlannedVideo video) {
    long mostFrames = Math.min(sizes.segmentFrames(), MOST_BYTES / bytes(video));
    long byWork =
        sizes.taskCount().isPresent()
            ? divideUp(frames, taskCount())
            : divideUp(mostCost(), cost(video.frameSize()));
    return (int) Math.max(1, Math.min(mostFrames, byWork));
  }

  /** Greatest cost of the next task. */
  long mostCost() {
    return Math.min(MOST_COST, Math.max(leastCost, costLeft / SHARES));
  }

  /** Takes a segment out of the work that is left. */
  void plan(long cost) {
    costLeft -= cost;
  }

  private static long divideUp(long amount, long by) {
    return (amount + by - 1) / by;
  }
}
