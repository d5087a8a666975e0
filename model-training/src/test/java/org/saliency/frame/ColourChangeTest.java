package org.saliency.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColourChangeTest {

  private static int[] changed(ColourChange change, int red, int green, int blue) {
    Frame frame = new Frame(new Size(1, 1), new byte[] {(byte) red, (byte) green, (byte) blue});
    byte[] rgb = change.apply(frame).rgb();
    return new int[] {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff};
  }

  @Test
  void brightnessMultipliesAndClamps() {
    assertThat(changed(new ColourChange(1.2, 1, 1), 100, 50, 230)).containsExactly(120, 60, 255);
    assertThat(changed(new ColourChange(0.5, 1, 1), 101, 50, 0)).containsExactly(51, 25, 0);
  }

  @Test
  void contrastMovesChannelsFromTheMiddleGrey() {
    // 1.5 (100 - 127.5) + 127.5 = 86.25; 1.5 (200 - 127.5) + 127.5 = 236.25; 0 goes below 0
    assertThat(changed(new ColourChange(1, 1.5, 1), 100, 200, 0)).containsExactly(86, 236, 0);
    assertThat(changed(new ColourChange(1, 0, 1), 3, 200, 255)).containsExactly(128, 128, 128);
  }

  @Test
  void saturationMovesChannelsFromTheirOwnGrey() {
    // grey of (200, 100, 50) is 0.299 200 + 0.587 100 + 0.114 50 = 124.2
    assertThat(changed(new ColourChange(1, 1, 0), 200, 100, 50)).containsExactly(124, 124, 124);
    assertThat(changed(new ColourChange(1, 1, 0.5), 200, 100, 50)).containsExactly(162, 112, 87);
    assertThat(changed(new ColourChange(1, 1, 1.5), 200, 100, 50)).containsExactly(238, 88, 13);
  }

  @Test
  void allThreeFollowEachOtherWithoutRounding() {
    // 0.8 (1.1 c - 127.5) + 127.5: 201.5, 113.5, 69.5; grey 134.796; 1.2 away from it
    assertThat(changed(new ColourChange(1.1, 0.8, 1.2), 200, 100, 50))
        .containsExactly(215, 109, 56);
  }

  @Test
  void theNeutralChangeReturnsTheSameFrame() {
    Frame frame = new Frame(new Size(1, 1), new byte[] {1, 2, 3});
    assertThat(ColourChange.NONE.apply(frame)).isSameAs(frame);
  }

  @Property(tries = 200)
  void greyStaysGrey(
      @ForAll @IntRange(min = 0, max = 255) int level,
      @ForAll @DoubleRange(min = 0, max = 2) double brightness,
      @ForAll @DoubleRange(min = 0, max = 2) double contrast,
      @ForAll @DoubleRange(min = 0, max = 2) double saturation) {
    int[] rgb = changed(new ColourChange(brightness, contrast, saturation), level, level, level);
    assertThat(rgb[1] - rgb[0]).isBetween(-1, 1);
    assertThat(rgb[2] - rgb[0]).isBetween(-1, 1);
  }

  @Test
  void negativeFactorsAreRejected() {
    assertThatThrownBy(() -> new ColourChange(1, -0.1, 1)).hasMessageContaining("contrast -0.1");
  }
}
