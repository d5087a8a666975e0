package org.saliency.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ElementTypeTest {

  @Test
  void readsEveryFiniteFloat16ByItsDefinition() {
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
  void keepsInfinitiesAndNotANumber() {
    assertThat(read(ElementType.FLOAT16, 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(read(ElementType.FLOAT16, 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(read(ElementType.FLOAT16, 0x7e00)).isNaN();
    assertThat(read(ElementType.BFLOAT16, 0x7f80)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(read(ElementType.BFLOAT16, 0x7fc0)).isNaN();
  }

  private static float read(ElementType type, int bits) {
    return type.floatAt(ByteBuffer.allocate(2).putShort(0, (short) bits), 0);
  }
}
