package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TensorRoundingTest {

  // By torch.tensor(…).to(torch.bfloat16).view(torch.int16).
  @Test
  void valuesBecomeTheNearestBfloat16() {
    float[] values = {0, -0f, 1, -2.5f, 3.1415927f, 0x1.01p0f, 0x1.03p0f, 1e-40f, 3.4e38f, 0.1f};
    short[] expected = {
      0, (short) 0x8000, 0x3f80, (short) 0xc020, 0x4049, 0x3f80, 0x3f82, 1, 0x7f80, 0x3dcd
    };
    Tensor rounded = Tensor.of(new long[] {10}, values).toBfloat16();
    assertThat(rounded.bfloat16s()).isEqualTo(expected);
    assertThat(rounded).hasToString("bfloat16[10]");
    assertThat(Weights.bytes(rounded)).hasSize(20).startsWith(0, 0, 0, 0x80, 0x80, 0x3f);
  }
}
