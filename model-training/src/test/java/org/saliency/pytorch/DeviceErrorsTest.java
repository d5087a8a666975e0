package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;

class DeviceErrorsTest {

  private static final Device GPU = Device.gpu(1);

  private static final EngineException FULL =
      new EngineException("CUDA out of memory. Tried to allocate 2.00 MiB. GPU 1 has a total");

  private static final EngineException LOST =
      new EngineException(
          "The following operation failed in the TorchScript interpreter.\n"
              + "RuntimeError: CUDA error: an illegal memory access was encountered\n"
              + "Exception raised from c10_cuda_check_implementation at a.cpp:1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA out of memory. Tried to allocate 1.00 GiB",
        "CUDA error: out of memory",
        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"
      })
  void alsoLibrariesRunOutOfMemory(String message) {
    EngineException error = new EngineException(message);
    assertThat(DeviceErrors.isOutOfMemory(error)).isTrue();
    assertThat(DeviceErrors.failure(error, GPU)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA error: no kernel image is available for execution on the device",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "CUDA error: CUBLAS_STATUS_NOT_SUPPORTED when calling `cublasGemmEx`"
      })
  void aFailedDeviceIsAnErrorForUsers(String message) {
    assertThat(DeviceErrors.failure(new EngineException(message), GPU))
        .get()
        .satisfies(
            error -> {
              assertThat(error.kind()).isEqualTo(UserException.Kind.DEVICE);
              assertThat(error).hasMessageStartingWith("gpu(1) failed (" + message + "): ");
            });
  }

  @Test
  void theErrorHasOneLine() {
    assertThat(DeviceErrors.failure(LOST, GPU).orElseThrow().getMessage())
        .doesNotContain("\n")
        .startsWith(
            "gpu(1) failed (RuntimeError: CUDA error: an illegal memory access was encountered): ");
  }

  @Test
  void errorsOfTheNetworkAreNoFailuresOfTheDevice() {
    EngineException error = new EngineException("RuntimeError: expected scalar type Float");
    assertThat(DeviceErrors.isOutOfMemory(error)).isFalse();
    assertThat(DeviceErrors.isOutOfMemory(new EngineException((String) null))).isFalse();
    assertThat(DeviceErrors.failure(error, GPU)).isEmpty();
    assertThatNoException().isThrownBy(() -> DeviceErrors.throwIfFailedOpening(error, GPU));
    assertThatNoException()
        .isThrownBy(() -> DeviceErrors.throwIfFailedOpening(new IOException("no file"), GPU));
  }

  @Test
  void aModelNeedsMemoryToOpen() {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> DeviceErrors.throwIfFailedOpening(new IOException("load", FULL), GPU))
        .withMessageStartingWith("gpu(1) has too little memory to open the model: ");
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> DeviceErrors.throwIfFailedOpening(new IOException("load", LOST), GPU))
        .withMessageStartingWith("gpu(1) failed (RuntimeError: CUDA error: an illegal memory");
  }
}
