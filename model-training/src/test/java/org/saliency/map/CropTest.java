package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Expected values were computed by Pillow's {@code resize(size, BILINEAR, box=...)}. */
class CropTest {

  @Test
  void aPartOfAMapIsShrunkAsByPillow() {
    Crop view = new Crop(0.15, 0.1, 0.9, 0.8);
    assertThat(Resize.antialiased(MapSamples.steps(9, 10), view, new Size(3, 2)).values())
        .containsExactly(
            new double[] {0.436030, 0.424223, 0.529909, 0.464191, 0.478982, 0.474025},
            within(2e-6));
  }

  @Test
  void aPartOfAMapIsEnlargedAsByPillow() {
    Crop view = new Crop(0.2, 0.4, 0.45, 0.7);
    assertThat(Resize.antialiased(MapSamples.steps(9, 10), view, new Size(4, 5)).values())
        .containsExactly(
            new double[] {
              0.343500, 0.433625, 0.534063, 0.244687, 0.708000, 0.683375, 0.483438, 0.227812,
              0.763125, 0.654687, 0.432812, 0.210938, 0.756375, 0.570312, 0.382187, 0.194063,
              0.640312, 0.485937, 0.331562, 0.177188
            },
            within(2e-6));
  }

  @Test
  void aPartOfAFrameStaysWithinOneStepOfPillow() {
    int[] pillow = {
      155, 108, 101, 123, 113, 153, 118, 166, 101, 166, 109, 151, 89, 154, 84, 175, 84, 140, 93,
      155, 84, 155, 96, 137, 93, 135, 164, 118, 162, 129, 117, 127, 148, 129, 167, 105, 166, 111,
      153, 97, 151, 114, 159, 100, 153, 92, 161, 128, 163, 99, 139, 92, 142, 94, 131, 86, 131, 140,
      132, 101
    };
    Crop view = new Crop(0.1, 0.2, 0.9, 0.9);
    byte[] result = Resize.antialiased(MapSamples.frame(9, 12), view, new Size(5, 4)).rgb();
    assertThat(result).hasSize(pillow.length);
    for (int i = 0; i < pillow.length; i++) {
      assertThat(result[i] & 0xff).isCloseTo(pillow[i], within(1));
    }
  }

  @Test
  void theWholePictureIsResizedAsWithoutAView() {
    Frame frame = MapSamples.frame(9, 12);
    Size size = new Size(5, 4);
    assertThat(Resize.antialiased(frame, Crop.WHOLE, size).rgb())
        .isEqualTo(Resize.antialiased(frame, size).rgb());
    assertThat(Resize.antialiased(frame, Crop.WHOLE, frame.size())).isSameAs(frame);
  }

  @Test
  void mirroringExchangesColumnsToTheLastBit() {
    Frame frame = MapSamples.frame(3, 4);
    byte[] mirrored = Resize.antialiased(frame, Crop.WHOLE.mirrored(), frame.size()).rgb();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(mirrored[3 * (4 * row + column) + channel])
              .isEqualTo(frame.rgb()[3 * (4 * row + 3 - column) + channel]);
        }
      }
    }
    SaliencyMap map = new SaliencyMap(new Size(3, 2), new double[] {1, 2, 3, 4, 5, 6});
    assertThat(Resize.antialiased(map, Crop.WHOLE.mirrored(), map.size()).values())
        .containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Property(tries = 200)
  void mirroringTwiceIsTheIdentity(
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll long seed) {
    SaliencyMap map = MapSamples.random(height, width, seed);
    Crop mirror = Crop.WHOLE.mirrored();
    SaliencyMap twice =
        Resize.antialiased(Resize.antialiased(map, mirror, map.size()), mirror, map.size());
    assertThat(twice.values()).isEqualTo(map.values());
    assertThat(mirror.mirrored()).isEqualTo(Crop.WHOLE);
  }

  @Property(tries = 200)
  void mirroringAndResizingCommute(
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int newWidth,
      @ForAll long seed) {
    SaliencyMap map = MapSamples.random(5, width, seed);
    Size size = new Size(newWidth, 7);
    SaliencyMap resized = Resize.antialiased(map, size);
    assertThat(Resize.antialiased(map, Crop.WHOLE.mirrored(), size).values())
        .isEqualTo(Resize.antialiased(resized, Crop.WHOLE.mirrored(), size).values());
  }

  @Property(tries = 300)
  void valuesStayBetweenLowestAndHighest(
      @ForAll @DoubleRange(min = 0, max = 1) double left,
      @ForAll @DoubleRange(min = 0, max = 0.9) double top,
      @ForAll @DoubleRange(min = 0, max = 1) double right,
      @ForAll @IntRange(min = 1, max = 30) int newWidth,
      @ForAll @IntRange(min = 1, max = 30) int newHeight,
      @ForAll long seed) {
    Assume.that(left != right);
    SaliencyMap map = MapSamples.random(11, 13, seed);
    double lowest = Arrays.stream(map.values()).min().orElseThrow();
    double highest = Arrays.stream(map.values()).max().orElseThrow();
    SaliencyMap shown =
        Resize.antialiased(map, new Crop(left, top, right, 1), new Size(newWidth, newHeight));
    for (double value : shown.values()) {
      assertThat(value).isBetween(lowest - 1e-12, highest + 1e-12);
    }
  }

  @Test
  void fixationsMoveWithTheirPixels() {
    Fixations fixations =
        new Fixations(new Size(8, 4), new int[] {0, 1, 3, 2}, new int[] {0, 4, 7, 5});

    Fixations flipped = Crop.WHOLE.mirrored().apply(fixations, new Size(8, 4));
    assertThat(flipped.rows()).containsExactly(0, 1, 3, 2);
    assertThat(flipped.columns()).containsExactly(7, 3, 0, 2);

    // Columns 4 to 7 and rows 1 to 2, each pixel twice as wide and as high.
    Fixations shown = new Crop(0.5, 0.25, 1, 0.75).apply(fixations, new Size(8, 4));
    assertThat(shown.size()).isEqualTo(new Size(8, 4));
    assertThat(shown.rows()).containsExactly(1, 3);
    assertThat(shown.columns()).containsExactly(1, 3);
  }

  @Property(tries = 500)
  void aFixationMovesAsItsBinaryMapDoes(
      @ForAll @DoubleRange(min = 0, max = 0.5) double left,
      @ForAll @DoubleRange(min = 0, max = 0.5) double top,
      @ForAll @DoubleRange(min = 0.3, max = 0.5) double extent,
      @ForAll boolean mirrored,
      @ForAll @IntRange(min = 0, max = 19) int row,
      @ForAll @IntRange(min = 0, max = 29) int column,
      @ForAll @IntRange(min = 8, max = 40) int newWidth,
      @ForAll @IntRange(min = 8, max = 40) int newHeight) {
    Size size = new Size(30, 20);
    Size newSize = new Size(newWidth, newHeight);
    Crop view = new Crop(left, top, left + extent, top + extent);
    Crop shown = mirrored ? view.mirrored() : view;
    Fixations moved =
        shown.apply(new Fixations(size, new int[] {row}, new int[] {column}), newSize);
    double[] binary = new double[size.pixels()];
    binary[row * size.width() + column] = 1;
    double[] values = Resize.antialiased(new SaliencyMap(size, binary), shown, newSize).values();
    int brightest =
        IntStream.range(0, values.length).reduce((a, b) -> values[b] > values[a] ? b : a).orElse(0);

    if (moved.count() == 1) {
      assertThat(values[brightest]).isPositive();
      // Where a pixel at the border of the picture is enlarged, its outer half is as bright.
      int rowHalf = (int) Math.ceil(newHeight / (2 * extent * size.height()));
      int columnHalf = (int) Math.ceil(newWidth / (2 * extent * size.width()));
      assertThat(moved.rows()[0]).isCloseTo(brightest / newWidth, within(rowHalf));
      assertThat(moved.columns()[0]).isCloseTo(brightest % newWidth, within(columnHalf));
    } else {
      // Its centre is outside, so that at most the edge of the filter reaches inside.
      int atRow = brightest / newWidth;
      int atColumn = brightest % newWidth;
      boolean isAtBorder =
          atRow == 0 || atColumn == 0 || atRow == newHeight - 1 || atColumn == newWidth - 1;
      assertThat(values[brightest] == 0 || isAtBorder).isTrue();
    }
  }

  @Test
  void theShareOfAMapCountsPixelsByTheirCentres() {
    SaliencyMap map = new SaliencyMap(new Size(4, 1), new double[] {1, 2, 3, 4});
    assertThat(Crop.WHOLE.share(map)).isEqualTo(1);
    assertThat(new Crop(0.25, 0, 0.75, 1).share(map)).isEqualTo(0.5);
    assertThat(new Crop(0.6, 0, 0.2, 1).share(map)).isEqualTo(0.2);
    assertThat(Crop.WHOLE.share(new SaliencyMap(new Size(2, 1), new double[2]))).isZero();
  }

  @Test
  void anInvalidCropIsRejected() {
    assertThatThrownBy(() -> new Crop(0.5, 0, 0.5, 1)).hasMessageContaining("Invalid crop");
    assertThatThrownBy(() -> new Crop(0, 0.6, 1, 0.5)).hasMessageContaining("(0.0, 0.6)");
    assertThatThrownBy(() -> new Crop(0, 0, 1.01, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Crop(Double.NaN, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
