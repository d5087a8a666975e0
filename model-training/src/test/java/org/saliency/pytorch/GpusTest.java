package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpusTest {

  @Test
  void theProblemNamesItsCauseAndWhatToDo() {
    assertThat(Gpus.problem(Gpus.Cuda.NOT_BUILT, "2.7.1", "/cache/cpu", ""))
        .isEqualTo(
            "PyTorch 2.7.1 in /cache/cpu is built for CPUs: install its CUDA build on the node and"
                + " set PYTORCH_LIBRARY_PATH to its torch/lib folder");
    assertThat(Gpus.problem(Gpus.Cuda.NO_RUNTIME, "2.7.1", "/opt/torch/lib", ""))
        .isEqualTo(
            "PyTorch 2.7.1 in /opt/torch/lib is built for CUDA, but the CUDA runtime (libcudart) is"
                + " not loaded: reinstall it with the NVIDIA packages that it needs");
    assertThat(
            Gpus.problem(Gpus.Cuda.LOADED, "2.7.1", "/opt", "no CUDA-capable device is detected"))
        .isEqualTo(
            "PyTorch 2.7.1 is built for CUDA, but finds no GPU (CUDA: no CUDA-capable device is"
                + " detected): check nvidia-smi on the node, CUDA_VISIBLE_DEVICES, and that a"
                + " container is given the GPU");
  }

  @Test
  void theLoadedPyTorchHasGpusOrAProblem() {
    Gpus gpus = Gpus.of(PyTorch.engine());
    assertThat(gpus.problem().isEmpty()).isEqualTo(gpus.count() > 0);
  }
}
