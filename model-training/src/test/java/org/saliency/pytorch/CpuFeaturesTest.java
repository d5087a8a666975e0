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

  @Test
  void findsTilesOfBfloat16() {
    assertThat(CpuFeatures.hasBfloat16Tiles("flags\t\t: avx512_bf16 amx_bf16 amx_tile\n")).isTrue();
    assertThat(CpuFeatures.hasBfloat16Tiles("flags\t\t: avx512_bf16 amx_tile\n")).isFalse();
  }

  @Test
  void findsInt8Instructions() {
    assertThat(CpuFeatures.hasInt8("flags\t\t: fpu avx512f avx512_vnni\n")).isTrue();
    assertThat(CpuFeatures.hasInt8("flags\t\t: avx2 avx_vnni\n")).isTrue();
    assertThat(CpuFeatures.hasInt8("flags\t\t: amx_tile amx_int8\n")).isTrue();
    assertThat(CpuFeatures.hasInt8("model name\t: amx_int8\nflags\t\t: avx512f\n")).isFalse();
  }
}
