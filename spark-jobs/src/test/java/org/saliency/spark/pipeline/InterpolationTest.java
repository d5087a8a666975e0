package org.saliency.spark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

/**
 * Maps between predicted ones. Items whose numbers differ by at most 16 are of one shot, since
 * their frames have similar colours.
 */
class InterpolationTest {

  private static final int BATCH = 3;

  private FakeWork work = new FakeWork();

  private List<String> results(int every, int... items) throws Exception {
    work.every = every;
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        new PredictionPipeline<>(
            IntStream.of(items).iterator(),
            work,
            new BatchPredictor(work, BATCH, 1, 1),
            PipelineLimits.ofBytes(BATCH, 100),
            work,
            () -> {})) {
      return pipeline.drain();
    }
  }

  /** Numbers of the items that were predicted, without those that fill up a batch. */
  private Set<Integer> predicted() {
    return work.passes.stream()
        .flatMap(List::stream)
        .map(window -> window.get(0))
        .collect(Collectors.toSet());
  }

  @Test
  void mapsBetweenKeysAreInterpolated() throws Exception {
    assertThat(results(4, 0, 1, 2, 3, 4, 5, 6, 7, 8))
        .containsExactly("0:0", "1:1", "2:2", "3:3", "4:4", "5:5", "6:6", "7:7", "8:8");
    assertThat(work.passes).containsExactly(List.of(List.of(0), List.of(4), List.of(8)));
  }

  @Test
  void interpolationIsLinearInTime() throws Exception {
    // 1, 2 and 3 are a fourth, a half and three fourths between the maps of items 0 and 16.
    assertThat(results(16, 0, 1, 2, 3, 16)).containsExactly("0:0", "1:4", "2:8", "3:12", "16:16");
  }

  @Test
  void framesBesideACutArePredicted() throws Exception {
    assertThat(results(10, 10, 11, 12, 13, 43, 44, 45, 46, 50))
        .containsExactly(
            "10:10", "11:11", "12:12", "13:13", "43:43", "44:45", "45:47", "46:48", "50:50");
    assertThat(predicted()).containsExactlyInAnyOrder(10, 13, 43, 50);
  }

  @Test
  void framesBesideABadOneArePredicted() throws Exception {
    work.onDecode =
        item -> {
          if (item == 4 || item == 10) {
            throw UserException.input("is bad");
          }
        };
    assertThat(results(10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20))
        .contains("1:1", "2:2", "4 is bad", "6:6", "9:9", "10 is bad", "11:11")
        .hasSize(14);
    assertThat(predicted()).containsExactlyInAnyOrder(0, 3, 5, 9, 11, 20);
  }

  @Test
  void aSequenceThatEndsWithoutAKeyIsPredictedToItsEnd() throws Exception {
    assertThat(results(50, 0, 1, 2, 100, 101, 102)).hasSize(6);
    assertThat(work.passes.stream().mapToInt(List::size).sum()).isEqualTo(2 * BATCH);
    assertThat(predicted()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void aBatchIsFilledAlsoIfManyItemsAreBetweenKeys() throws Exception {
    int[] still = new int[301];
    Arrays.setAll(still, i -> i % 100 == 0 ? i : 7);
    work.every = 100;
    results(100, still);
    assertThat(work.passes).hasSizeLessThanOrEqualTo(5);
    assertThat(work.passes).allMatch(pass -> pass.size() == BATCH);
  }

  @Test
  void memoryBoundsTheItemsThatWait() throws Exception {
    work.itemBytes = 30; // of 100
    assertThat(results(16, IntStream.rangeClosed(0, 64).toArray()))
        .isEqualTo(IntStream.rangeClosed(0, 64).mapToObj(i -> i + ":" + i).toList());
  }

  @Property(tries = 100)
  void mapsDoNotDependOnWhereASequenceIsDivided(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 40) Integer> steps,
      @ForAll @IntRange(min = 1, max = 6) int every,
      @ForAll @IntRange(max = 39) int cut)
      throws Exception {
    int[] colours = new int[steps.size()];
    for (int i = 1; i < colours.length; i++) {
      colours[i] = (colours[i - 1] + steps.get(i)) % 100;
    }
    int last = colours.length - 1;
    int division = Math.min(cut, last);
    List<String> whole = run(colours, 0, last, every);
    List<String> parts = new ArrayList<>();
    int to = Math.min(last, (division + every - 1) / every * every);
    parts.addAll(run(colours, 0, to, every).subList(0, division));
    int from = division / every * every;
    List<String> second = run(colours, from, last, every);
    parts.addAll(second.subList(division - from, second.size()));
    assertThat(parts).isEqualTo(whole);
  }

  /** Results of a part of a sequence of colours, whose items are their places. */
  private static List<String> run(int[] colours, int from, int to, int every) throws Exception {
    FakeWork colouring =
        new FakeWork() {
          @Override
          public boolean isKey(Integer item) {
            return item % every == 0 || item == colours.length - 1;
          }

          @Override
          public Object sequence(Integer item) {
            return colours;
          }

          @Override
          public org.saliency.frame.Frame frame(Integer decoded) {
            return super.frame(colours[decoded]);
          }
        };
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        new PredictionPipeline<>(
            IntStream.rangeClosed(from, to).iterator(),
            colouring,
            new BatchPredictor(colouring, BATCH, 1, 1),
            PipelineLimits.ofBytes(BATCH, 100),
            colouring,
            () -> {})) {
      return pipeline.drain();
    }
  }

  @Test
  void countsTellHowMapsWereMade() throws Exception {
    work.every = 4;
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        new PredictionPipeline<>(
            IntStream.of(0, 1, 2, 3, 4, 4, 5, 8).iterator(),
            work,
            new BatchPredictor(work, BATCH, 1, 1),
            PipelineLimits.ofBytes(BATCH, 100),
            work,
            () -> {})) {
      pipeline.drain();
      assertThat(pipeline.counts()).isEqualTo(new MapCounts(3, 1, 4));
    }
  }
}
