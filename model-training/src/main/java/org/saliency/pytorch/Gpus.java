package org.saliency.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.Locale;
import java.util.Optional;

/**
 * The GPUs that PyTorch can use in this process.
 *
 * @param count their number
 * @param problem why there are none, and what to do; empty otherwise
 */
record Gpus(int count, String problem) {

  private static final String CUDA_LIBRARY = "libtorch_cuda.";

  /** What the process has of CUDA. */
  enum Cuda {
    /** PyTorch is built for CPUs. */
    NOT_BUILT,
    /** PyTorch's CUDA part is loaded, but not the CUDA runtime. */
    NO_RUNTIME,
    /** Both are loaded. */
    LOADED
  }

  /** Finds the GPUs of a loaded engine. */
  static Gpus of(Engine engine) {
    if (!CudaRuntime.canList()) {
      int count = CudaUtils.getGpuCount();
      return new Gpus(
          count, count > 0 ? "" : problem(Cuda.LOADED, engine.getVersion(), "", "none"));
    }
    Optional<CudaRuntime> runtime = Optional.empty();
    Cuda cuda = Cuda.NOT_BUILT;
    if (!CudaRuntime.loadedFiles(CUDA_LIBRARY).isEmpty()) {
      runtime = CudaRuntime.loaded();
      cuda = runtime.isPresent() ? Cuda.LOADED : Cuda.NO_RUNTIME;
    }
    CudaRuntime.Count count = runtime.map(CudaRuntime::count).orElse(CudaRuntime.Count.NONE);
    return new Gpus(
        count.gpus(),
        count.gpus() > 0
            ? ""
            : problem(cuda, engine.getVersion(), LibUtils.getLibtorchPath(), count.error()));
  }

  /**
   * Why there is no GPU.
   *
   * @param folder of PyTorch's libraries
   * @param error of the CUDA runtime
   */
  static String problem(Cuda cuda, String version, String folder, String error) {
    return switch (cuda) {
      case NOT_BUILT ->
          String.format(
              Locale.ROOT,
              "PyTorch %s in %s is built for CPUs: install its CUDA build on the node and set"
                  + " PYTORCH_LIBRARY_PATH to its torch/lib folder",
              version,
              folder);
      case NO_RUNTIME ->
          String.format(
              Locale.ROOT,
              "PyTorch %s in %s is built for CUDA, but the CUDA runtime (libcudart) is not loaded:"
                  + " reinstall it with the NVIDIA packages that it needs",
              version,
              folder);
      case LOADED ->
          String.format(
              Locale.ROOT,
              "PyTorch %s is built for CUDA, but finds no GPU (CUDA: %s): check nvidia-smi on the"
                  + " node, CUDA_VISIBLE_DEVICES, and that a container is given the GPU",
              version,
              error);
    };
  }
}
