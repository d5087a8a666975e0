package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.List;
import org.saliency.video.VideoIndex;

/**
 * Deals frames out to tasks, in the order of videos and frames.
 *
 * @param segmentFrames about how many frames a task decodes at most
 * @param taskCount tasks to fill, where there are that many key frames
 */
record PartitionPlanner(int segmentFrames, int taskCount) {

  /** Frames of a task that decodes none; their times take about 20 bytes each. */
  private static final int LISTED_FRAMES = 25_000;

  /** Frames that are rather decoded and passed over than sought. */
  private static final int SOON = 24;

  /**
   * Wanted frames between two places where decoding may begin.
   *
   * @param start the frame at which decoding begins
   */
  private record Group(SelectedVideo video, int start, int first, int last) {

    /** How many frames are decoded for it, after an earlier group, or apart when that is null. */
    int costAfter(Group earlier) {
      return comesSoonAfter(earlier) ? last - earlier.last : last - start + 1;
    }

    /** Whether it is reached from the end of an earlier group by decoding on for a while. */
    boolean comesSoonAfter(Group earlier) {
      return earlier != null
          && video == earlier.video
          && start - earlier.last - 1 <= SOON
          && video.index().keyFrameAtOrBefore(start - 1) == earlier.start;
    }
  }

  /**
   * Tasks for frames that are decoded. Videos are cut only where decoding may begin, so that no
   * frame is decoded twice, and none of a key frame's group that holds no wanted frame.
   */
  List<FramePartition> decoding(List<SelectedVideo> videos) {
    List<Group> groups = videos.stream().flatMap(video -> groups(video).stream()).toList();
    long total = 0;
    for (int i = 0; i < groups.size(); i++) {
      total += groups.get(i).costAfter(i == 0 ? null : groups.get(i - 1));
    }
    long most = Math.max(1, Math.min(segmentFrames, (total + taskCount - 1) / taskCount));
    Dealing dealing = new Dealing();
    for (Group group : groups) {
      dealing.add(group, most);
    }
    return dealing.finish();
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

  /** Groups as they go into tasks, one after the other. */
  private static final class Dealing {

    private final List<FramePartition> partitions = new ArrayList<>();
    private final List<Portion> portions = new ArrayList<>();
    private Group begun; // first group of the portion to which groups are being added
    private Group latest;
    private long cost;

    void add(Group group, long most) {
      if (cost > 0 && cost + group.costAfter(latest) > most) {
        endPartition();
      } else if (!group.comesSoonAfter(latest)) {
        endPortion();
      }
      cost += group.costAfter(latest);
      begun = begun == null ? group : begun;
      latest = group;
    }

    private void endPortion() {
      if (begun != null) {
        portions.add(begun.video.portion(begun.first, latest.last));
        begun = null;
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

  /** Tasks for frames of which only the index is read. */
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
