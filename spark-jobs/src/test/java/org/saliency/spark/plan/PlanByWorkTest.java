package org.saliency.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.video.VideoIndex;

/** Plans whose number of tasks follows from the work alone. */
class PlanByWorkTest {

  private static final org.saliency.frame.Size HD = new org.saliency.frame.Size(1920, 1080);
  private static final String FOLDER = "hdfs://namenode:8020/data/sets/gaze/".repeat(3);

  private static final SegmentPlanner CPU = new SegmentPlanner(TaskSizes.byWork(250, 2));

  private static List<VideoFrame> frames(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              String name = String.format(Locale.ROOT, "%06d", i);
              return new VideoFrame(
                  i,
                  name,
                  FrameLocation.file(FOLDER + "frames/" + name + ".png"),
                  Optional.of(FrameLocation.file(FOLDER + "gaussians/" + name + ".png")),
                  Optional.of(FrameLocation.file(FOLDER + "fixations/" + name + ".png")));
            })
        .toList();
  }

  private static PlannedVideo pictures(String name, org.saliency.frame.Size size, int count) {
    return new PlannedVideo(new Video(name, frames(count)), size, List.of());
  }

  private static PlannedVideo file(int count, int keyFrameDistance) {
    VideoIndex index = FakeVideo.index(count, keyFrameDistance);
    List<VideoFrame> list =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        "" + i,
                        FrameLocation.inFile("v.mp4", i),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new PlannedVideo(new Video("v", list, Map.of("v.mp4", index)), HD, List.of());
  }

  private static List<List<Segment>> tasks(SegmentPlanner planner, List<PlannedVideo> videos) {
    return planner.tasks(planner.segments(videos));
  }

  private static List<Integer> lengths(SegmentPlanner planner, PlannedVideo video) {
    return planner.segments(List.of(video)).stream().map(s -> s.range().length()).toList();
  }

  private static int frameCount(List<Segment> task) {
    return task.stream().mapToInt(segment -> segment.range().length()).sum();
  }

  /** Frames of the busiest core when free cores take the tasks in order. */
  private static int busiest(List<List<Segment>> tasks, int cores) {
    PriorityQueue<Integer> loads =
        new PriorityQueue<>(IntStream.range(0, cores).mapToObj(i -> 0).toList());
    tasks.forEach(task -> loads.add(loads.remove() + frameCount(task)));
    return loads.stream().mapToInt(i -> i).max().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 12})
  void aShortVideoUsesAFewCoresEvenly(int cores) {
    assertThat(busiest(tasks(CPU, List.of(pictures("v", HD, 240))), cores)).isEqualTo(240 / cores);
  }

  @Test
  void aShortVideoIsNotCutIntoSingleFrames() {
    assertThat(lengths(CPU, pictures("v", HD, 540))).hasSize(24).allMatch(frames -> frames >= 16);
    assertThat(lengths(CPU, pictures("v", HD, 20))).containsExactly(20);
    SegmentPlanner gpu = new SegmentPlanner(TaskSizes.byWork(250, 8));
    assertThat(lengths(gpu, pictures("v", HD, 540))).containsExactly(90, 90, 90, 90, 90, 90);
  }

  @ParameterizedTest
  @CsvSource({"4000, 2", "4000, 16", "4000, 60", "50000, 7", "50000, 100", "50000, 200"})
  void theLastTasksAreSmallSoThatAllCoresEndTogether(int frames, int cores) {
    List<List<Segment>> tasks = tasks(CPU, List.of(pictures("v", HD, frames)));

    assertThat(busiest(tasks, cores)).isLessThanOrEqualTo((int) (1.15 * frames / cores) + 16);
    assertThat(tasks).allMatch(task -> frameCount(task) <= 250);
    assertThat(tasks)
        .isSortedAccordingTo(Comparator.comparingInt((List<Segment> t) -> -frameCount(t)));
    assertThat(tasks.size()).isGreaterThan(2 * cores);
  }

  /** When the last of the tasks ends, in frames of one core, if cores join after some time. */
  private static int end(List<List<Segment>> tasks, int cores, int joining, int at) {
    PriorityQueue<Integer> free = new PriorityQueue<>();
    IntStream.range(0, cores).forEach(i -> free.add(0));
    IntStream.range(0, joining).forEach(i -> free.add(at));
    int end = 0;
    for (List<Segment> task : tasks) {
      int done = free.remove() + frameCount(task);
      free.add(done);
      end = Math.max(end, done);
    }
    return end;
  }

  @ParameterizedTest
  @CsvSource({"20000, 2, 2, 14", "20000, 2, 4, 60", "100000, 2, 8, 120", "100000, 32, 1, 15"})
  void coresThatJoinARunningClusterShareWhatIsLeft(
      int frames, int batchSize, int cores, int joining) {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.byWork(250, batchSize));
    List<List<Segment>> tasks = tasks(planner, List.of(pictures("v", HD, frames)));
    int at = frames / cores / 3; // a third is done
    double ideal = at + (double) (frames - cores * at) / (cores + joining);

    assertThat((double) end(tasks, cores, joining, at)).isLessThanOrEqualTo(1.15 * ideal + 250);
  }

  @Test
  void largeFramesMakeShortTasks() {
    org.saliency.frame.Size large = new org.saliency.frame.Size(7680, 4320);

    assertThat(lengths(CPU, pictures("v", large, 20_000)).get(0)).isEqualTo(28);
  }

  @Test
  void manyVideosOfOnePictureShareTasks() {
    List<PlannedVideo> videos = new ArrayList<>();
    IntStream.range(0, 10_000).forEach(i -> videos.add(pictures("v" + i, HD, 1)));

    List<List<Segment>> tasks = tasks(CPU, videos);

    assertThat(tasks).hasSizeBetween(128, 800);
    assertThat(tasks).allMatch(task -> frameCount(task) <= 250);
  }

  @Test
  void videoFilesAreCutAtKeyFramesWhereverTheyAreNear() {
    PlannedVideo video = file(1200, 12);
    assertThat(CPU.segments(List.of(video))).allMatch(s -> s.range().first() % 12 == 0);
    assertThat(lengths(CPU, video)).allMatch(frames -> frames >= 12);

    assertThat(lengths(CPU, file(480, 48))).allMatch(frames -> frames == 48);
  }

  @Test
  void groupsOfManyFramesAreCutEvenly() {
    assertThat(lengths(CPU, file(240, 240))).containsExactly(60, 60, 60, 60);
    assertThat(lengths(CPU, file(100, 250))).containsExactly(50, 50);
    List<Integer> pieces = lengths(CPU, file(100_000, 100_000));
    assertThat(pieces).allMatch(frames -> frames >= 32 && frames <= 250);
  }

  @Property(tries = 200)
  void everyFrameIsInOneTask(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 300) Integer> videoLengths,
      @ForAll @IntRange(min = 1, max = 300) int segmentFrames,
      @ForAll @IntRange(min = 1, max = 16) int batchSize,
      @ForAll @IntRange(max = 80) int keyFrameDistance) {
    List<PlannedVideo> videos =
        videoLengths.stream()
            .map(n -> keyFrameDistance > 0 ? file(n, keyFrameDistance) : pictures("v", HD, n))
            .toList();
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.byWork(segmentFrames, batchSize));

    List<List<Segment>> tasks = tasks(planner, videos);

    assertThat(tasks.stream().mapToInt(PlanByWorkTest::frameCount).sum())
        .isEqualTo(videoLengths.stream().mapToInt(n -> n).sum());
    List<Segment> segments = planner.segments(videos);
    assertThat(segments).allMatch(segment -> segment.range().length() <= 1.5 * segmentFrames);
    int at = 0;
    for (int length : videoLengths) {
      for (int next = 0; next < length; at++) {
        assertThat(segments.get(at).range().first()).isEqualTo(next);
        next = segments.get(at).range().last() + 1;
      }
    }
    assertThat(at).isEqualTo(segments.size());
    assertThat(tasks).allMatch(task -> task.size() == 1 || frameCount(task) <= segmentFrames);
  }

  private static long serialised(Object value) throws IOException {
    long[] bytes = new long[1];
    try (ObjectOutputStream stream =
        new ObjectOutputStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                bytes[0]++;
              }

              @Override
              public void write(byte[] buffer, int offset, int count) {
                bytes[0] += count;
              }
            })) {
      stream.writeObject(value);
    }
    return bytes[0];
  }

  /** As many pictures as the largest public data sets have, in 1,000 videos. */
  @Test
  void millionsOfPicturesArePlannedInSecondsAndTheirTasksFitIntoMessages() throws IOException {
    List<VideoFrame> shared = frames(2700);
    List<PlannedVideo> videos = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      videos.add(new PlannedVideo(new Video("v" + i, shared), HD, List.of()));
    }
    long start = System.nanoTime();

    List<List<Segment>> tasks = tasks(CPU, videos);

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    assertThat(tasks).hasSizeGreaterThan(10_000);
    long largest = 0;
    for (List<Segment> task : tasks.subList(0, 20)) {
      largest = Math.max(largest, serialised(task));
    }
    assertThat(largest).isLessThan(1 << 20); // Spark warns from 1 MiB and refuses from 128 MiB

    SegmentPlanner few = new SegmentPlanner(TaskSizes.ofCount(1_000_000, 3));
    for (List<Segment> task : tasks(few, videos).subList(0, 2)) {
      assertThat(serialised(task)).isLessThan(32 << 20);
    }
  }

  @Test
  void aSegmentOfMillionsOfFramesIsCut() throws IOException {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(1_000_000, 1));

    List<List<Segment>> tasks = tasks(planner, List.of(pictures("v", HD, 100_000)));

    assertThat(tasks.size()).isBetween(2, 20);
    for (List<Segment> task : tasks) {
      assertThat(serialised(task)).isLessThan(32 << 20);
    }
  }
}
