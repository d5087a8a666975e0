package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CudaRuntimeTest {

  @Test
  void librariesAreFoundInTheMemoryMapByTheirFileNames() {
    String map =
        """
        7f1d04200000-7f1d04400000 rw-p 00000000 00:00 0
        7f1d0a000000-7f1d0a0a0000 r-xp 00000000 08:01 131 /my packages/cuda_runtime/lib/libcudart.so.12
        7f1d0a0a0000-7f1d0a2a0000 ---p 000a0000 08:01 131 /my packages/cuda_runtime/lib/libcudart.so.12
        7f1d0b000000-7f1d0b0a0000 r-xp 00000000 08:01 132 /opt/libcudart/lib/libcublas.so.12
        7f1d0c000000-7f1d0c0a0000 r-xp 00000000 08:01 133 /opt/torch/lib/libtorch_cuda.so
        7f1d0c000000-7f1d0c0a0000 r-xp 00000000 08:01 133 /opt/torch/lib/libtorch_cuda_linalg.so
        """;
    assertThat(CudaRuntime.files(map.lines(), "libcudart"))
        .containsExactly("/my packages/cuda_runtime/lib/libcudart.so.12");
    assertThat(CudaRuntime.files(map.lines(), "libtorch_cuda."))
        .containsExactly("/opt/torch/lib/libtorch_cuda.so");
    assertThat(CudaRuntime.files(Stream.of("", "7f00-7f01 r-xp 0 08:01 1 [heap]"), "libcudart"))
        .isEmpty();
  }

  @Test
  void aProcessWithoutCudaHasNoRuntime() {
    if (CudaRuntime.canList() && CudaRuntime.loadedFiles("libcudart").isEmpty()) {
      assertThat(CudaRuntime.loaded()).isEmpty();
    }
  }
}
