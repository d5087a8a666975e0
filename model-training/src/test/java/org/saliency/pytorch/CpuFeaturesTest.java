package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuFeaturesTest {

  @Test
  void findsBfloat16Instructions() {
    assertThat(CpuFeatures.hasBfloat16("processor\t: 0\nflags\t\t: fpu avx512_bf16 amx\n"))
        .isTrue();
    assertThat(CpuFeatures.hasBfloat16("Features\t: fp asimd bf16 i8mm\n")).isTrue();
  }

  @Test
  void findsNoneOnOtherCpus() {
    assertThat(CpuFeatures.hasBfloat16("model name\t: bf16\nflags\t\t: avx512f avx512bw\n"))
        .isFalse();
    assertThat(CpuFeatures.hasBfloat16("")).isFalse();
  }
}
