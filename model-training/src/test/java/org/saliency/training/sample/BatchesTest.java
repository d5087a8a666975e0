package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;

class BatchesTest {

  private static List<VideoFrame> frames(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new VideoFrame(
                    i,
                    "f" + i,
                    FrameLocation.file("v/f" + i + ".png"),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  private static List<VideoFrame> drawn(List<List<VideoFrame>> batches) {
    return batches.stream().flatMap(List::stream).toList();
  }

  @Property(tries = 200)
  void inOrderUsesEachFrameOnceAndFillsAllBatchesButTheLast(
      @ForAll @IntRange(max = 60) int count, @ForAll @IntRange(min = 1, max = 20) int size) {
    List<List<VideoFrame>> batches = Batches.inOrder(frames(count), size);
    assertThat(drawn(batches)).isEqualTo(frames(count));
    assertThat(batches).hasSize((count + size - 1) / size);
    assertThat(batches.stream().limit(Math.max(0, batches.size() - 1)))
        .allMatch(batch -> batch.size() == size);
    assertThat(batches).noneMatch(List::isEmpty);
  }

  @Property(tries = 200)
  void randomDrawsEachFrameOnceBeforeRepeating(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll @IntRange(min = 1, max = 15) int wanted,
      @ForAll long seed) {
    List<List<VideoFrame>> batches = Batches.random(frames(count), size, wanted, seed);
    assertThat(batches).hasSize(wanted).allMatch(batch -> batch.size() == size);
    Map<VideoFrame, Integer> draws = new HashMap<>();
    for (VideoFrame frame : drawn(batches)) {
      int before = draws.merge(frame, 1, Integer::sum) - 1;
      int leastDrawn = draws.size() < count ? 0 : fewest(draws, frame);
      assertThat(before).as("earlier draws of %s", frame.name()).isLessThanOrEqualTo(leastDrawn);
    }
  }

  /** Minimum number of draws of a frame before the latest draw. */
  private static int fewest(Map<VideoFrame, Integer> draws, VideoFrame drawnNow) {
    return draws.entrySet().stream()
        .mapToInt(draw -> draw.getKey().equals(drawnNow) ? draw.getValue() - 1 : draw.getValue())
        .min()
        .orElseThrow();
  }

  @Property(tries = 100)
  void randomIsReproducibleBySeed(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll long seed) {
    assertThat(Batches.random(frames(count), size, 7, seed))
        .isEqualTo(Batches.random(frames(count), size, 7, seed));
  }

  @Property(tries = 100)
  void withoutACountEachFrameIsDrawnOnceExceptInAnIncompleteBatch(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll long seed) {
    List<List<VideoFrame>> batches = Batches.random(frames(count), size, 0, seed);
    assertThat(batches).hasSize(Math.max(1, count / size)).allMatch(b -> b.size() == size);
    if (count >= size) {
      assertThat(drawn(batches)).doesNotHaveDuplicates();
    } else {
      assertThat(drawn(batches)).containsAll(frames(count));
    }
  }

  @Test
  void seedsDifferInTheOrder() {
    assertThat(Batches.random(frames(50), 10, 5, 1))
        .isNotEqualTo(Batches.random(frames(50), 10, 5, 2));
  }

  @Test
  void passesDifferInTheOrder() {
    List<VideoFrame> drawn = drawn(Batches.random(frames(50), 10, 10, 1));
    assertThat(drawn.subList(0, 50)).isNotEqualTo(drawn.subList(50, 100));
  }
}
