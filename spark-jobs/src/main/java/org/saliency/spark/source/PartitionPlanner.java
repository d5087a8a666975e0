package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.List;
import org.saliency.video.StoredVideo;
import org.saliency.video.VideoIndex;

/**
 * Distributes frames over tasks, in the order of videos and frames.
 *
 * @param segmentFrames about the maximum number of frames that a task decodes
 * @param taskCount tasks to create if there are enough key frames
 */
record PartitionPlanner(int segmentFrames, int taskCount) {

  /** Frames per task without decoding; their times take about 20 bytes each. */
  private static final int LISTED_FRAMES = 25_000;

  /**
   * Selected frames that are decoded from the same key frame.
   *
   * @param start the key frame
   * @param first the first selected frame
   * @param last the last selected frame
   */
  private record Group(SelectedVideo video, int start, int first, int last) {

    /** Number of frames to decode after another group, or on its own if that is null. */
    int costAfter(Group earlier) {
      return comesSoonAfter(earlier) ? last - earlier.last : last - start + 1;
    }

    /** Whether decoding on from the end of another group reaches it soon. */
    boolean comesSoonAfter(Group earlier) {
      return earlier != null
          && video == earlier.video
          && start - earlier.last - 1 <= StoredVideo.SEEK_DISTANCE
          && video.index().keyFrameAtOrBefore(start - 1) == earlier.start;
    }
  }

  /**
   * Tasks that decode frames. Videos are cut at key frames only, so that no frame is decoded twice,
   * and groups without a selected frame are not decoded.
   */
  List<FramePartition> decoding(List<SelectedVideo> videos) {
    List<Group> groups = videos.stream().flatMap(video -> groups(video).stream()).toList();
    long total = 0;
    for (int i = 0; i < groups.size(); i++) {
      total += groups.get(i).costAfter(i == 0 ? null : groups.get(i - 1));
    }
    long maxCost = Math.max(1, Math.min(segmentFrames, (total + taskCount - 1) / taskCount));
    TaskBuilder tasks = new TaskBuilder();
    for (Group group : groups) {
      tasks.add(group, maxCost);
    }
    return tasks.finish();
  }

  private static List<Group> groups(SelectedVideo video) {
    VideoIndex index = video.index();
    List<Group> groups = new ArrayList<>();
    int frame = video.frames().nextSetBit(0);
    while (frame >= 0) {
      int start = index.keyFrameAtOrBefore(frame);
      int first = frame;
      int last = frame;
      frame = video.frames().nextSetBit(frame + 1);
      while (frame >= 0 && index.keyFrameAtOrBefore(frame) == start) {
        last = frame;
        frame = video.frames().nextSetBit(frame + 1);
      }
      groups.add(new Group(video, start, first, last));
    }
    return groups;
  }

  /** Fills one task after another. */
  private static final class TaskBuilder {

    private final List<FramePartition> partitions = new ArrayList<>();
    private final List<Portion> portions = new ArrayList<>();
    private Group firstOfPortion;
    private Group latest;
    private long cost;

    void add(Group group, long maxCost) {
      if (cost > 0 && cost + group.costAfter(latest) > maxCost) {
        endPartition();
      } else if (!group.comesSoonAfter(latest)) {
        endPortion();
      }
      cost += group.costAfter(latest);
      firstOfPortion = firstOfPortion == null ? group : firstOfPortion;
      latest = group;
    }

    private void endPortion() {
      if (firstOfPortion != null) {
        portions.add(firstOfPortion.video.portion(firstOfPortion.first, latest.last));
        firstOfPortion = null;
        latest = null;
      }
    }

    private void endPartition() {
      endPortion();
      if (!portions.isEmpty()) {
        partitions.add(new FramePartition(portions));
        portions.clear();
        cost = 0;
      }
    }

    List<FramePartition> finish() {
      endPartition();
      return partitions;
    }
  }

  /** Tasks that only list frames, from the index. */
  static List<FramePartition> listing(List<SelectedVideo> videos) {
    List<FramePartition> partitions = new ArrayList<>();
    List<Portion> portions = new ArrayList<>();
    int listed = 0;
    for (SelectedVideo video : videos) {
      int first = video.frames().nextSetBit(0);
      int end = video.frames().length();
      while (first >= 0) {
        int last = Math.min(end, first + LISTED_FRAMES - listed) - 1;
        portions.add(video.portion(first, last));
        listed += last - first + 1;
        if (listed >= LISTED_FRAMES) {
          partitions.add(new FramePartition(portions));
          portions.clear();
          listed = 0;
        }
        first = video.frames().nextSetBit(last + 1);
      }
    }
    if (!portions.isEmpty()) {
      partitions.add(new FramePartition(portions));
    }
    return partitions;
  }
}
