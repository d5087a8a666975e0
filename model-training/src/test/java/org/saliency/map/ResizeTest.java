package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Expected values were computed in float64 by torch 2.13's F.interpolate on the same inputs. */
class ResizeTest {

  @Test
  void enlargesAsTorchWithoutAntialiasing() {
    assertThat(Resize.bilinear(MapSamples.steps(3, 4), new Size(7, 5)).values())
        .containsExactly(
            new double[] {
              0,
              0.107142857143,
              0.278571428571,
              0.45,
              0.621428571429,
              0.792857142857,
              0.9,
              0.28,
              0.244285714286,
              0.187142857143,
              0.35,
              0.544285714286,
              0.738571428571,
              0.86,
              0.7,
              0.45,
              0.05,
              0.2,
              0.428571428571,
              0.657142857143,
              0.8,
              0.46,
              0.467142857143,
              0.478571428571,
              0.38,
              0.312857142857,
              0.575714285714,
              0.74,
              0.3,
              0.478571428571,
              0.764285714286,
              0.5,
              0.235714285714,
              0.521428571429,
              0.7
            },
            within(1e-11));
  }

  @Test
  void shrinksAsTorchWithoutAntialiasing() {
    assertThat(Resize.bilinear(MapSamples.steps(5, 7), new Size(4, 3)).values())
        .containsExactly(
            new double[] {
              0.220833333333, 0.575, 0.195833333333, 0.641666666667,
              0.4875, 0.2625, 0.175, 0.225,
              0.570833333333, 0.591666666667, 0.154166666667, 0.495833333333
            },
            within(1e-11));
  }

  @Test
  void enlargesOneAxisAndShrinksTheOtherAsTorch() {
    assertThat(Resize.bilinear(MapSamples.steps(4, 6), new Size(3, 7)).values())
        .containsExactly(
            new double[] {
              0.15,
              0.75,
              0.25,
              0.221428571429,
              0.696428571429,
              0.267857142857,
              0.335714285714,
              0.610714285714,
              0.296428571429,
              0.45,
              0.525,
              0.325,
              0.564285714286,
              0.439285714286,
              0.353571428571,
              0.678571428571,
              0.353571428571,
              0.382142857143,
              0.75,
              0.3,
              0.4
            },
            within(1e-11));
  }

  @Test
  void shrinksAMapAsTorchWithAntialiasing() {
    assertThat(Resize.antialiased(MapSamples.steps(5, 7), new Size(3, 2)).values())
        .containsExactly(
            new double[] {
              0.357142857143, 0.494117647059, 0.45,
              0.517857142857, 0.420588235294, 0.410714285714
            },
            within(1e-11));
    assertThat(Resize.antialiased(MapSamples.steps(9, 10), new Size(3, 2)).values())
        .containsExactly(
            new double[] {
              0.461255669611, 0.439201877934, 0.542229649081,
              0.450155168298, 0.395774647887, 0.471353544999
            },
            within(1e-11));
  }

  @Test
  void antialiasesOnlyTheAxisThatShrinks() {
    assertThat(Resize.antialiased(MapSamples.steps(4, 6), new Size(3, 7)).values())
        .containsExactly(
            new double[] {
              0.214285714286, 0.6125, 0.342857142857, 0.265306122449,
              0.558928571429, 0.35306122449, 0.34693877551, 0.473214285714,
              0.369387755102, 0.428571428571, 0.45625, 0.385714285714,
              0.510204081633, 0.439285714286, 0.402040816327, 0.591836734694,
              0.353571428571, 0.418367346939, 0.642857142857, 0.3,
              0.428571428571
            },
            within(1e-11));
  }

  @Test
  void shrinksAFrameAsTorchWithAntialiasing() {
    byte[] expected =
        bytes(
            79, 157, 117, 160, 128, 127, 99, 153, 144, 145, 109, 121, 79, 135, 118, 150, 118, 91,
            121, 117, 126, 134, 131, 118, 117, 133, 148, 127, 139, 117, 148, 100, 150, 120, 155,
            108, 150, 115, 141, 112, 134, 128, 139, 119, 136, 76, 152, 152, 156, 120, 135, 103, 142,
            108, 141, 98, 116, 94, 163, 117);
    assertThat(Resize.antialiased(MapSamples.frame(9, 12), new Size(5, 4)).rgb())
        .isEqualTo(expected);
  }

  @Test
  void staysWithinOneStepOfPillow() {
    byte[] pillow =
        bytes(
            80, 157, 116, 161, 128, 127, 99, 154, 144, 145, 108, 121, 79, 135, 118, 150, 118, 91,
            121, 117, 126, 134, 131, 118, 117, 133, 148, 127, 139, 117, 148, 99, 150, 119, 155, 108,
            150, 116, 142, 112, 135, 128, 139, 119, 136, 76, 152, 152, 157, 121, 135, 104, 142, 109,
            141, 98, 116, 94, 163, 117);
    byte[] result = Resize.antialiased(MapSamples.frame(9, 12), new Size(5, 4)).rgb();
    for (int i = 0; i < pillow.length; i++) {
      assertThat(result[i] & 0xff).isCloseTo(pillow[i] & 0xff, within(1));
    }
  }

  @Test
  void shrinksALargerFrameAsTorch() {
    byte[] result = Resize.antialiased(MapSamples.frame(108, 192), new Size(67, 41)).rgb();
    long sum = 0;
    long weighted = 0;
    for (int i = 0; i < result.length; i++) {
      sum += result[i] & 0xff;
      weighted += (result[i] & 0xff) * (i % 97L);
    }
    assertThat(sum).isEqualTo(1051814);
    assertThat(weighted).isEqualTo(50484896);
  }

  @Test
  void returnsTheSameObjectIfTheSizeMatches() {
    SaliencyMap map = MapSamples.steps(3, 4);
    Frame frame = MapSamples.frame(3, 4);
    assertThat(Resize.bilinear(map, new Size(4, 3))).isSameAs(map);
    assertThat(Resize.antialiased(map, new Size(4, 3))).isSameAs(map);
    assertThat(Resize.antialiased(frame, new Size(4, 3))).isSameAs(frame);
  }

  @Property(tries = 200)
  void keepsAConstantMapToTheLastBit(
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int newHeight,
      @ForAll @IntRange(min = 1, max = 20) int newWidth,
      @ForAll @DoubleRange(min = 0, max = 1) double value) {
    double[] values = new double[height * width];
    Arrays.fill(values, value);
    SaliencyMap map = new SaliencyMap(new Size(width, height), values);
    Size size = new Size(newWidth, newHeight);
    assertThat(Resize.bilinear(map, size).values()).hasSize(size.pixels()).containsOnly(value);
    assertThat(Resize.antialiased(map, size).values()).hasSize(size.pixels()).containsOnly(value);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
