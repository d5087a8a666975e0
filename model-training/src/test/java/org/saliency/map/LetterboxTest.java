package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;

/** Expected values were computed with numpy and torch from the definition. */
class LetterboxTest {

  private static final Letterbox SMALL = new Letterbox(new Size(10, 6));
  private static final Letterbox LARGE = new Letterbox(new Size(640, 360));

  @Test
  void centresAWideMapBetweenZeroRows() {
    assertThat(SMALL.apply(MapSamples.steps(3, 7)).values())
        .containsExactly(
            new double[] {
              0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.165, 0.375, 0.585, 0.795, 0.62, 0.115, 0.325,
              0.535, 0.7, 0.4375, 0.25875, 0.203125, 0.456875, 0.710625, 0.579375, 0.118125,
              0.371875, 0.625625, 0.825, 0.55, 0.4125, 0.30625, 0.32375, 0.609375, 0.530625,
              0.121875, 0.428125, 0.54875, 0.5625, 0.3, 0.575, 0.65, 0.23, 0.525, 0.49, 0.125,
              0.475, 0.33, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
            },
            within(1e-11));
  }

  @Test
  void roundsTheWidthAndTheOffsetDown() {
    assertThat(SMALL.apply(MapSamples.steps(5, 3)).values())
        .containsExactly(
            new double[] {
              0, 0, 0, 0, 0.3, 0.6, 0, 0, 0, 0,
              0, 0, 0, 0.525, 0.075, 0.45, 0, 0, 0, 0,
              0, 0, 0, 0.466666666667, 0.466666666667, 0.283333333333, 0, 0, 0, 0,
              0, 0, 0, 0.591666666667, 0.675, 0.116666666667, 0, 0, 0, 0,
              0, 0, 0, 0.9, 0.425, 0.225, 0, 0, 0, 0,
              0, 0, 0, 0.6, 0.2, 0.9, 0, 0, 0, 0
            },
            within(1e-11));
  }

  @Test
  void returnsTheSameMapIfItFillsTheBox() {
    SaliencyMap map = MapSamples.steps(6, 10);
    assertThat(SMALL.apply(map)).isSameAs(map);
  }

  @Test
  void scalesFixationsOfFullHd() {
    assertFixations(
        new Size(1920, 1080),
        new int[][] {{0, 0}, {1079, 1919}, {540, 960}, {100, 101}, {1, 1}, {2, 4}},
        new int[][] {{0, 0}, {359, 639}, {180, 320}, {33, 34}, {0, 0}, {1, 1}});
  }

  @Test
  void movesFixationsOfANarrowFrameBesideTheBorder() {
    assertFixations(
        new Size(720, 576),
        new int[][] {{0, 0}, {575, 719}, {287, 359}, {3, 5}},
        new int[][] {{0, 95}, {359, 544}, {179, 319}, {2, 98}});
  }

  @Test
  void movesFixationsOfAWideFrameBelowTheBorder() {
    assertFixations(
        new Size(2000, 817),
        new int[][] {{0, 0}, {816, 1999}, {400, 1001}},
        new int[][] {{49, 0}, {309, 639}, {177, 320}});
  }

  @Test
  void enlargesFixationsOfASmallFrame() {
    assertFixations(
        new Size(384, 216),
        new int[][] {{0, 0}, {215, 383}, {100, 101}},
        new int[][] {{0, 0}, {358, 638}, {167, 168}});
  }

  @Test
  void leavesOneRowOfAThreadThinMap() {
    SaliencyMap boxed = SMALL.apply(MapSamples.steps(1, 1000));
    assertThat(boxed.size()).isEqualTo(new Size(10, 6));
    assertThat(boxed.at(1, 0)).isZero();
    assertThat(boxed.at(2, 0)).isPositive();
    assertThat(boxed.at(3, 0)).isZero();
  }

  @Property(tries = 300)
  void putsEveryFixationWhereTheMapIs(
      @ForAll @IntRange(min = 1, max = 3000) int height,
      @ForAll @IntRange(min = 1, max = 3000) int width,
      @ForAll @IntRange(min = 0, max = 2999) int row,
      @ForAll @IntRange(min = 0, max = 2999) int column) {
    Size size = new Size(width, height);
    double[] ones = new double[size.pixels()];
    Arrays.fill(ones, 1);
    Fixations fixations = new Fixations(size, new int[] {row % height}, new int[] {column % width});
    Fixations boxed = SMALL.apply(fixations);
    assertThat(SMALL.apply(new SaliencyMap(size, ones)).at(boxed.rows()[0], boxed.columns()[0]))
        .isCloseTo(1, within(1e-11));
  }

  private static void assertFixations(Size size, int[][] points, int[][] expected) {
    int[] rows = new int[points.length];
    int[] columns = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      rows[i] = points[i][0];
      columns[i] = points[i][1];
    }
    Fixations boxed = LARGE.apply(new Fixations(size, rows, columns));
    assertThat(boxed.size()).isEqualTo(new Size(640, 360));
    for (int i = 0; i < expected.length; i++) {
      assertThat(new int[] {boxed.rows()[i], boxed.columns()[i]}).isEqualTo(expected[i]);
    }
  }
}
