package org.saliency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ElementTypeTest {

  @Test
  void readsEveryFiniteFloat16AsDefined() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = bits % 1024 / 1024.0;
      if (exponent == 31) {
        continue;
      }
      double magnitude =
          exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
      assertThat((double) read(ElementType.FLOAT16, bits))
          .isEqualTo(bits < 1 << 15 ? magnitude : -magnitude);
    }
  }

  @Test
  void keepsInfinitiesAndNaN() {
    assertThat(read(ElementType.FLOAT16, 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(read(ElementType.FLOAT16, 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(read(ElementType.FLOAT16, 0x7e00)).isNaN();
    assertThat(read(ElementType.BFLOAT16, 0x7f80)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(read(ElementType.BFLOAT16, 0x7fc0)).isNaN();
  }

  @Test
  void writesEveryFloat16AsItWasRead() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      if (!Float.isNaN(read(ElementType.FLOAT16, bits))) {
        assertThat(written(ElementType.FLOAT16, read(ElementType.FLOAT16, bits))).isEqualTo(bits);
      }
      if (!Float.isNaN(read(ElementType.BFLOAT16, bits))) {
        assertThat(written(ElementType.BFLOAT16, read(ElementType.BFLOAT16, bits))).isEqualTo(bits);
      }
    }
  }

  @Test
  void roundsToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      assertRounded(ElementType.FLOAT16, bits);
    }
    for (int bits = 0; bits < 0x7f7f; bits++) {
      assertRounded(ElementType.BFLOAT16, bits);
    }
  }

  private static void assertRounded(ElementType type, int bits) {
    double low = read(type, bits);
    double high = read(type, bits + 1);
    float half = (float) ((low + high) / 2);
    assertThat(written(type, half)).isEqualTo(bits % 2 == 0 ? bits : bits + 1);
    if (half > Float.MIN_NORMAL) {
      assertThat(written(type, Math.nextDown(half))).isEqualTo(bits);
      assertThat(written(type, Math.nextUp(half))).isEqualTo(bits + 1);
      assertThat(written(type, -Math.nextUp(half))).isEqualTo(bits + 1 | 0x8000);
    }
  }

  @Test
  void valuesTooLargeForFloat16BecomeInfinity() {
    assertThat(written(ElementType.FLOAT16, 65519)).isEqualTo(0x7bff);
    assertThat(written(ElementType.FLOAT16, 65520)).isEqualTo(0x7c00);
    assertThat(written(ElementType.FLOAT16, Float.NEGATIVE_INFINITY)).isEqualTo(0xfc00);
    assertThat(read(ElementType.FLOAT16, written(ElementType.FLOAT16, Float.NaN))).isNaN();
    assertThat(read(ElementType.BFLOAT16, written(ElementType.BFLOAT16, Float.NaN))).isNaN();
  }

  private static int written(ElementType type, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(2);
    type.put(bytes, new float[] {value});
    return bytes.getShort(0) & 0xffff;
  }

  private static float read(ElementType type, int bits) {
    return type.floatAt(ByteBuffer.allocate(2).putShort(0, (short) bits), 0);
  }
}
