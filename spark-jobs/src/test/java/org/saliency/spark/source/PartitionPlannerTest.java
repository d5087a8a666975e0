package org.saliency.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.spark.plan.FakeVideo;

class PartitionPlannerTest {

  private static SelectedVideo video(
      String name, int frames, int keyFrameDistance, BitSet selected) {
    return new SelectedVideo(
        name, "/" + name + ".mp4", FakeVideo.index(frames, keyFrameDistance), selected);
  }

  private static BitSet all(int frames) {
    return range(0, frames);
  }

  private static BitSet range(int from, int to) {
    BitSet set = new BitSet();
    set.set(from, to);
    return set;
  }

  /** Portions of a task as {@code video first-last}. */
  private static List<String> describe(FramePartition partition) {
    return partition.portions().stream()
        .map(p -> "%s %d-%d".formatted(p.video(), p.span().first(), p.span().last()))
        .toList();
  }

  @Test
  void videosAreCutAtKeyFrames() {
    List<FramePartition> tasks =
        new PartitionPlanner(25, 2).decoding(List.of(video("a", 60, 10, all(60))));

    assertThat(tasks)
        .extracting(PartitionPlannerTest::describe)
        .containsExactly(List.of("a 0-19"), List.of("a 20-39"), List.of("a 40-59"));
  }

  @Test
  void aVideoOfOneKeyFrameIsOneTask() {
    List<FramePartition> tasks =
        new PartitionPlanner(25, 8).decoding(List.of(video("a", 1000, 1000, all(1000))));

    assertThat(tasks)
        .extracting(PartitionPlannerTest::describe)
        .containsExactly(List.of("a 0-999"));
  }

  @Test
  void shortVideosShareATask() {
    List<FramePartition> tasks =
        new PartitionPlanner(25, 1)
            .decoding(
                List.of(
                    video("a", 10, 10, all(10)),
                    video("b", 10, 10, all(10)),
                    video("c", 10, 10, all(10))));

    assertThat(tasks)
        .extracting(PartitionPlannerTest::describe)
        .containsExactly(List.of("a 0-9", "b 0-9"), List.of("c 0-9"));
  }

  @Test
  void fewFramesAreSpreadOverAllTasks() {
    List<FramePartition> tasks =
        new PartitionPlanner(250, 4).decoding(List.of(video("a", 80, 10, all(80))));

    assertThat(tasks).hasSize(4);
  }

  @Test
  void framesFarApartAreReadAsSeparatePortions() {
    BitSet selected = range(12, 14);
    selected.or(range(25, 27)); // soon after the others, in the next group
    selected.or(range(95, 97));

    List<FramePartition> tasks =
        new PartitionPlanner(250, 1).decoding(List.of(video("a", 100, 10, selected)));

    assertThat(tasks)
        .extracting(PartitionPlannerTest::describe)
        .containsExactly(List.of("a 12-26", "a 95-96"));
  }

  @Test
  void tasksThatOnlyListFramesHaveALimitedSize() {
    List<FramePartition> tasks =
        PartitionPlanner.listing(
            List.of(video("a", 20_000, 50, all(20_000)), video("b", 20_000, 50, all(20_000))));

    assertThat(tasks)
        .extracting(PartitionPlannerTest::describe)
        .containsExactly(List.of("a 0-19999", "b 0-4999"), List.of("b 5000-19999"));
  }

  @Test
  void withoutSelectedFramesThereIsNoTask() {
    assertThat(new PartitionPlanner(250, 2).decoding(List.of())).isEmpty();
    assertThat(PartitionPlanner.listing(List.of())).isEmpty();
  }

  @Property(tries = 200)
  void readsEachSelectedFrameOnceInOrderAndDecodesOnlyTheirGroupsAndThoseOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int keyFrameDistance,
      @ForAll @IntRange(min = 1, max = 60) int segmentFrames,
      @ForAll @IntRange(min = 1, max = 5) int taskCount) {
    Random random = new Random(seed);
    List<SelectedVideo> videos = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      int frames = 1 + random.nextInt(200);
      double share = random.nextDouble();
      BitSet some = new BitSet();
      some.set(random.nextInt(frames));
      random.ints((int) (share * frames), 0, frames).forEach(some::set);
      videos.add(video(name, frames, keyFrameDistance, some));
      some.stream().forEach(frame -> selected.add(name + frame));
    }

    List<FramePartition> tasks = new PartitionPlanner(segmentFrames, taskCount).decoding(videos);

    List<String> read = new ArrayList<>();
    List<String> decoded = new ArrayList<>();
    for (FramePartition task : tasks) {
      Set<String> groupsOfTask = new TreeSet<>();
      int cost = 0;
      for (Portion portion : task.portions()) {
        int frame = portion.nextFrame(0);
        while (frame >= 0) {
          read.add(portion.video() + frame);
          frame = portion.nextFrame(frame + 1);
        }
        for (int i = portion.span().decodedFrom(); i <= portion.span().last(); i++) {
          decoded.add(portion.video() + i);
          groupsOfTask.add(portion.video() + i / keyFrameDistance);
          cost++;
        }
      }
      assertThat(cost <= segmentFrames || groupsOfTask.size() == 1).isTrue();
    }
    assertThat(read).isEqualTo(selected);
    assertThat(decoded).doesNotHaveDuplicates();
    Set<String> groups = new TreeSet<>();
    selected.forEach(f -> groups.add(group(f, keyFrameDistance)));
    assertThat(decoded).allMatch(f -> groups.contains(group(f, keyFrameDistance)));
  }

  private static String group(String frame, int keyFrameDistance) {
    return frame.charAt(0) + "" + Integer.parseInt(frame.substring(1)) / keyFrameDistance;
  }
}
