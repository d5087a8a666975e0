package org.saliency.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;

/** Balance of tasks with videos of very different lengths. */
class SkewTest {

  private static PlannedVideo video(String name, int frames) {
    List<VideoFrame> list =
        IntStream.range(0, frames)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        String.format(Locale.ROOT, "%06d", i),
                        FrameLocation.file(name + "/" + i + ".png"),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new PlannedVideo(new Video(name, list), new Size(640, 360), List.of());
  }

  private static List<Integer> framesByTask(List<PlannedVideo> videos, int tasks) {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(250, tasks));
    return planner.tasks(planner.segments(videos)).stream()
        .map(task -> task.stream().mapToInt(segment -> segment.range().length()).sum())
        .sorted()
        .toList();
  }

  /** All frames cost the same here, so the cost of a task is its number of frames. */
  private static void assertBalanced(List<Integer> frames) {
    double median = frames.get(frames.size() / 2);
    assertThat(frames.get(frames.size() - 1)).isLessThanOrEqualTo((int) (1.3 * median));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 12, 24, 48, 96})
  void oneLongVideoAmongShortOnesCausesNoStraggler(int tasks) {
    List<PlannedVideo> videos = new ArrayList<>(List.of(video("long", 2000)));
    IntStream.range(0, 200).forEach(i -> videos.add(video("short" + i, 10)));

    List<Integer> frames = framesByTask(videos, tasks);

    assertThat(frames).hasSize(tasks);
    assertThat(frames.stream().mapToInt(i -> i).sum()).isEqualTo(4000);
    assertBalanced(frames);
  }

  @Test
  void oneLongVideoIsDividedAmongAllTasks() {
    List<Integer> frames = framesByTask(List.of(video("long", 2000)), 24);

    assertThat(frames).hasSize(24);
    assertBalanced(frames);
  }
}
