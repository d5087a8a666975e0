package org.saliency.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoSpan;

class SegmentPlannerTest {

  private static final Size SIZE = new Size(192, 108);

  /** Lists of videos whose frames are published or not. */
  @Provide
  Arbitrary<List<PlannedVideo>> videos() {
    Arbitrary<List<Boolean>> isPublished =
        Arbitraries.frequency(net.jqwik.api.Tuple.of(3, false), net.jqwik.api.Tuple.of(1, true))
            .list()
            .ofMinSize(1)
            .ofMaxSize(70);
    return isPublished
        .list()
        .ofMaxSize(8)
        .map(
            all ->
                IntStream.range(0, all.size())
                    .mapToObj(i -> video("video" + i, SIZE, all.get(i)))
                    .toList());
  }

  @Provide
  Arbitrary<SegmentPlanner> planners() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 100), Arbitraries.integers().between(1, 40))
        .as((frames, tasks) -> new SegmentPlanner(TaskSizes.ofCount(frames, tasks)));
  }

  private static PlannedVideo video(String name, Size size, List<Boolean> isPublished) {
    List<VideoFrame> frames =
        IntStream.range(0, isPublished.size())
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        "frame" + i,
                        FrameLocation.file(name + "/frame" + i + ".png"),
                        Optional.of(FrameLocation.file(name + "/map" + i + ".png")),
                        Optional.empty()))
            .toList();
    List<FrameRange> published = new ArrayList<>();
    for (int first = 0; first < isPublished.size(); first++) {
      if (isPublished.get(first)) {
        int last = first;
        // ranges of at most four frames, so that some are adjacent
        while (last - first < 3 && last + 1 < isPublished.size() && isPublished.get(last + 1)) {
          last++;
        }
        published.add(new FrameRange(name, first, last));
        first = last;
      }
    }
    return new PlannedVideo(new Video(name, frames), size, published);
  }

  private static PlannedVideo video(String name, int frames) {
    return video(name, SIZE, Collections.nCopies(frames, false));
  }

  private static Set<String> unpublished(List<PlannedVideo> videos) {
    Set<String> images = new HashSet<>();
    for (PlannedVideo video : videos) {
      for (VideoFrame frame : video.video().frames()) {
        boolean isPublished =
            video.published().stream()
                .anyMatch(run -> run.first() <= frame.index() && frame.index() <= run.last());
        if (!isPublished) {
          images.add(frame.image().path());
        }
      }
    }
    return images;
  }

  @Property(tries = 200)
  void leadInCompletesTheFirstWindowOfASegment(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll @IntRange(min = 1, max = 9) int window) {
    for (Segment segment : planner(11, 3, Neighbours.ofWindow(window)).segments(videos)) {
      int first = segment.range().first();
      assertThat(segment.leadIn()).allMatch(frame -> frame.video().equals(segment.range().video()));
      assertThat(segment.leadIn().stream().map(PlannedFrame::index))
          .containsExactlyElementsOf(
              IntStream.range(Math.max(0, first - window + 1), first).boxed().toList());
    }
  }

  private static SegmentPlanner planner(int segmentFrames, int tasks, Neighbours neighbours) {
    return new SegmentPlanner(
        TaskSizes.ofCount(segmentFrames, tasks), neighbours, SegmentInputs.UNKNOWN);
  }

  private static List<Integer> numbers(List<PlannedFrame> frames) {
    return frames.stream().map(PlannedFrame::index).toList();
  }

  @Property(tries = 200)
  void neighboursReachToThePredictedFramesAroundASegment(
      @ForAll("videos") List<PlannedVideo> videos,
      @ForAll @IntRange(min = 1, max = 9) int every,
      @ForAll @IntRange(min = 1, max = 4) int window) {
    Map<String, Integer> lengths = new HashMap<>();
    videos.forEach(v -> lengths.put(v.video().name(), v.video().frames().size()));
    Neighbours neighbours = new Neighbours(window, Neighbours.BeforeFirst.FIRST, every);
    for (Segment segment : planner(11, 3, neighbours).segments(videos)) {
      FrameRange range = segment.range();
      int end = lengths.get(range.video()) - 1;
      int from = range.first();
      while (from % every > 0) {
        from--;
      }
      int to = range.last();
      while (to % every > 0 && to < end) {
        to++;
      }
      assertThat(numbers(segment.before()))
          .isEqualTo(IntStream.range(from, range.first()).boxed().toList());
      assertThat(numbers(segment.after()))
          .isEqualTo(IntStream.rangeClosed(range.last() + 1, to).boxed().toList());
      assertThat(numbers(segment.leadIn()))
          .isEqualTo(IntStream.range(Math.max(0, from - window + 1), from).boxed().toList());
    }
  }

  @Test
  void picturesAreCutBeforeAPredictedFrame() {
    assertThat(
            planner(50, 1, new Neighbours(1, Neighbours.BeforeFirst.FIRST, 4))
                .segments(List.of(video("v", 203)))
                .stream()
                .map(Segment::range))
        .extracting(FrameRange::first)
        .containsExactly(0, 40, 80, 120, 160);
  }

  @Test
  void neighboursAreDecodedWithTheirSegment() {
    Segment second =
        planner(50, 1, new Neighbours(1, Neighbours.BeforeFirst.FIRST, 7))
            .segments(List.of(videoFile(200, 50)))
            .get(1);

    assertThat(second.range()).isEqualTo(new FrameRange("v", 50, 99));
    assertThat(numbers(second.before())).containsExactly(49);
    assertThat(numbers(second.after())).containsExactly(100, 101, 102, 103, 104, 105);
    assertThat(second.spans().get("v.mp4").first()).isEqualTo(49);
    assertThat(second.spans().get("v.mp4").last()).isEqualTo(105);
  }

  private static PlannedVideo videoFile(int frames, int keyFrameDistance) {
    VideoIndex index = FakeVideo.index(frames, keyFrameDistance);
    List<VideoFrame> list =
        IntStream.range(0, frames)
            .mapToObj(
                i ->
                    new VideoFrame(
                        i,
                        "frame" + i,
                        FrameLocation.inFile("v.mp4", i),
                        Optional.empty(),
                        Optional.empty()))
            .toList();
    return new PlannedVideo(new Video("v", list, Map.of("v.mp4", index)), index.size(), List.of());
  }

  @Test
  void videoFilesAreCutAtKeyFrames() {
    List<Segment> segments =
        new SegmentPlanner(TaskSizes.ofCount(50, 1)).segments(List.of(videoFile(200, 12)));

    assertThat(segments).extracting(s -> s.range().first()).containsExactly(0, 48, 96, 144);
    assertThat(segments)
        .allSatisfy(
            segment -> {
              VideoSpan span = segment.spans().get("v.mp4");
              assertThat(span.first()).isEqualTo(segment.range().first());
              assertThat(span.decodedFrom()).isEqualTo(span.first());
              assertThat(span.last()).isEqualTo(segment.range().last());
            });
    Segment second = segments.get(1);
    assertThat(second.ptsMicros(second.frames().get(2))).hasValue(50 * 40_000);
  }

  @Test
  void videoFilesWithoutKeyFramesNearbyAreCutEvenly() {
    List<Segment> segments =
        new SegmentPlanner(TaskSizes.ofCount(50, 1)).segments(List.of(videoFile(200, 500)));

    assertThat(segments).extracting(s -> s.range().first()).containsExactly(0, 50, 100, 150);
    assertThat(segments.get(3).spans().get("v.mp4").decodedFrom()).isZero();
  }

  @Test
  void aModelThatComparesFramesSeesTheSecondFrameBeforeTheFirst() {
    SegmentPlanner planner = planner(100, 1, new Neighbours(3, Neighbours.BeforeFirst.SECOND, 1));
    List<Segment> segments = planner.segments(List.of(videoFile(200, 50), videoFile(1, 1)));
    assertThat(segments.get(0).leadIn().stream().map(PlannedFrame::index)).containsExactly(1);
    assertThat(segments.get(1).leadIn().stream().map(PlannedFrame::index)).containsExactly(98, 99);
    assertThat(segments.get(2).leadIn()).isEmpty();
  }

  @Test
  void leadInIsDecodedWithItsSegment() {
    Segment second =
        planner(100, 1, Neighbours.ofWindow(4)).segments(List.of(videoFile(200, 10))).get(1);

    assertThat(second.range().first()).isEqualTo(100);
    assertThat(second.leadIn()).hasSize(3);
    assertThat(second.spans().get("v.mp4").first()).isEqualTo(97);
    assertThat(second.spans().get("v.mp4").decodedFrom()).isEqualTo(90);
  }

  @Property(tries = 300)
  void unpublishedFramesAndNoOthersAreInExactlyOneSegment(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    List<String> images =
        planner.segments(videos).stream()
            .flatMap(segment -> segment.frames().stream())
            .map(frame -> frame.image().path())
            .toList();
    assertThat(images).doesNotHaveDuplicates();
    assertThat(new HashSet<>(images)).isEqualTo(unpublished(videos));
  }

  @Property(tries = 300)
  void segmentsAreConsecutiveFramesOfOneVideo(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    assertThat(planner.segments(videos))
        .allSatisfy(
            segment -> {
              FrameRange range = segment.range();
              assertThat(range.length()).isBetween(1, planner.sizes().segmentFrames());
              assertThat(segment.frameSize()).isEqualTo(SIZE);
              assertThat(segment.frames().stream().map(PlannedFrame::index))
                  .isEqualTo(IntStream.rangeClosed(range.first(), range.last()).boxed().toList());
              assertThat(segment.frames())
                  .allSatisfy(
                      frame -> {
                        assertThat(frame.video()).isEqualTo(range.video());
                        assertThat(frame.image().path()).startsWith(range.video() + "/");
                        assertThat(frame.name()).isEqualTo("frame" + frame.index());
                        assertThat(frame.truth().map())
                            .contains(
                                FrameLocation.file(
                                    range.video() + "/map" + frame.index() + ".png"));
                      });
            });
  }

  @Property(tries = 300)
  void segmentsAreInTheOrderOfVideosAndFrames(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    List<FrameRange> ranges = planner.segments(videos).stream().map(Segment::range).toList();
    assertThat(ranges).isSortedAccordingTo(byVideoAndFrame(videos));
  }

  private static Comparator<FrameRange> byVideoAndFrame(List<PlannedVideo> videos) {
    List<String> names = videos.stream().map(video -> video.video().name()).toList();
    return Comparator.comparingInt((FrameRange range) -> names.indexOf(range.video()))
        .thenComparingInt(FrameRange::first);
  }

  @Property(tries = 300)
  void tasksPartitionTheSegments(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    List<Segment> segments = planner.segments(videos);
    List<List<Segment>> tasks = planner.tasks(segments);
    assertThat(tasks.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(segments);
    assertThat(tasks).hasSize(Math.min(planner.sizes().taskCount().orElseThrow(), segments.size()));
    assertThat(tasks).noneMatch(List::isEmpty);
    assertThat(tasks)
        .allSatisfy(
            task ->
                assertThat(task.stream().map(Segment::range).toList())
                    .isSortedAccordingTo(byVideoAndFrame(videos)));
  }

  @Property(tries = 300)
  void tasksExceedTheMeanByAtMostOneSegment(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    List<Segment> segments = planner.segments(videos);
    List<List<Segment>> tasks = planner.tasks(segments);
    int longestSegment = segments.stream().mapToInt(SegmentPlannerTest::frames).max().orElse(0);
    int longestTask = tasks.stream().mapToInt(SegmentPlannerTest::frames).max().orElse(0);
    double mean = (double) frames(segments) / Math.max(1, tasks.size());
    assertThat((double) longestTask).isLessThanOrEqualTo(mean + longestSegment);
  }

  private static int frames(Segment segment) {
    return segment.range().length();
  }

  private static int frames(List<Segment> segments) {
    return segments.stream().mapToInt(SegmentPlannerTest::frames).sum();
  }

  @Property(tries = 100)
  void plansAreDeterministic(
      @ForAll("videos") List<PlannedVideo> videos, @ForAll("planners") SegmentPlanner planner) {
    assertThat(ranges(planner.tasks(planner.segments(videos))))
        .isEqualTo(ranges(planner.tasks(planner.segments(videos))));
  }

  private static List<List<FrameRange>> ranges(List<List<Segment>> tasks) {
    return tasks.stream().map(task -> task.stream().map(Segment::range).toList()).toList();
  }

  @Property(tries = 100)
  void publishedSegmentsAreNotPlannedAgain(
      @ForAll("videos") List<PlannedVideo> videos,
      @ForAll("planners") SegmentPlanner planner,
      @ForAll @IntRange(max = 40) int finished) {
    List<FrameRange> done =
        planner.segments(videos).stream().map(Segment::range).limit(finished).toList();
    List<PlannedVideo> later =
        videos.stream()
            .map(
                video -> {
                  List<FrameRange> published = new ArrayList<>(video.published());
                  done.stream()
                      .filter(range -> range.video().equals(video.video().name()))
                      .forEach(published::add);
                  published.sort(Comparator.comparingInt(FrameRange::first));
                  return new PlannedVideo(video.video(), video.frameSize(), published);
                })
            .toList();
    Set<String> expected = unpublished(later);
    Set<String> images = new HashSet<>();
    planner
        .segments(later)
        .forEach(s -> s.frames().forEach(frame -> images.add(frame.image().path())));
    assertThat(images).isEqualTo(expected);
  }

  @Example
  void oneLongVideoIsDividedAmongAllTasks() {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(250, 4));
    List<Segment> segments = planner.segments(List.of(video("long", 400)));
    assertThat(segments.stream().map(Segment::range))
        .containsExactly(
            new FrameRange("long", 0, 99),
            new FrameRange("long", 100, 199),
            new FrameRange("long", 200, 299),
            new FrameRange("long", 300, 399));
    assertThat(planner.tasks(segments)).hasSize(4).allMatch(task -> task.size() == 1);
  }

  @Example
  void aVideoIsCutIntoPiecesOfEqualLength() {
    // rather than 250, 250 and 1
    assertThat(
            new SegmentPlanner(TaskSizes.ofCount(250, 1))
                .segments(List.of(video("v", 501))).stream().map(SegmentPlannerTest::frames))
        .containsExactly(167, 167, 167);
  }

  @Example
  void largeFramesCostMore() {
    Size large = new Size(3840, 2160);
    List<Boolean> fifty = Collections.nCopies(50, false);
    List<PlannedVideo> videos =
        List.of(
            video("small1", SIZE, fifty),
            video("small2", SIZE, fifty),
            video("large", large, fifty));
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(50, 2));
    assertThat(ranges(planner.tasks(planner.segments(videos))))
        .containsExactlyInAnyOrder(
            List.of(new FrameRange("large", 0, 49)),
            List.of(new FrameRange("small1", 0, 49), new FrameRange("small2", 0, 49)));
  }

  @Example
  void noFramesMakeNoTasks() {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(250, 4));
    PlannedVideo done = video("done", SIZE, List.of(true, true, true));
    assertThat(planner.segments(List.of(done))).isEmpty();
    assertThat(planner.tasks(List.of())).isEmpty();
  }

  @Example
  void plannersNeedPositiveFramesAndTasks() {
    assertThatThrownBy(() -> new SegmentPlanner(TaskSizes.ofCount(0, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 frames");
    assertThatThrownBy(() -> new SegmentPlanner(TaskSizes.ofCount(250, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 tasks");
  }
}
