package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.network.Precision;

class PyTorchTest {

  @ParameterizedTest
  @CsvSource({"50,FP32", "61,FP32", "70,FP16", "75,FP16", "80,BF16", "90,BF16", "100,BF16"})
  void aGpuComputesInTheFastestFormatThatItHas(int computeCapability, Precision precision) {
    assertThat(PyTorch.precision(computeCapability)).isEqualTo(precision);
  }
}
