package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.saliency.UserException;

/** Errors of devices among the errors of PyTorch, told apart by their messages. */
public final class DeviceErrors {

  private DeviceErrors() {}

  /** Whether a device or the CPU ran out of memory, also in cuBLAS or cuDNN. */
  public static boolean isOutOfMemory(Throwable e) {
    return contains(
        e,
        "out of memory",
        "can't allocate memory",
        "cublas_status_alloc_failed",
        "cudnn_status_alloc_failed");
  }

  /** Whether features became too small for a convolution, or for batch norm in training. */
  public static boolean isInputTooSmall(Throwable e) {
    return contains(
        e,
        "kernel size can't be greater than actual input size",
        "expected more than 1 value per channel when training");
  }

  /** Whether a GPU failed: CUDA or one of its libraries reported an error. */
  static boolean isFailure(Throwable e) {
    return contains(
        e, "cuda error", "cublas_status_", "cudnn_status_", "cudnn error", "nvrtc error");
  }

  /**
   * The failure of a device as an error for users. Empty for other errors, and for a lack of memory
   * in a forward or backward pass, which takes smaller batches.
   */
  static Optional<UserException> failure(EngineException e, Device device) {
    return isFailure(e) && !isOutOfMemory(e)
        ? Optional.of(
            UserException.device(
                e,
                "%s failed (%s): see nvidia-smi and the kernel's log on the node; 'no kernel image'"
                    + " means that this build of PyTorch does not support the GPU",
                device,
                PyTorch.reason(e)))
        : Optional.empty();
  }

  /** The {@link #failure} of a device if it is one, else the error itself. */
  public static RuntimeException explained(EngineException e, Device device) {
    return failure(e, device).map(RuntimeException.class::cast).orElse(e);
  }

  /**
   * Checks an error that occurred while a model was opened. As {@link #failure}, but a lack of
   * memory is one, too, as there is no smaller batch.
   *
   * @throws UserException when the device failed
   */
  public static void throwIfFailedOpening(Exception e, Device device) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof EngineException)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      return;
    }
    if (isOutOfMemory(cause)) {
      throw UserException.device(
          e,
          "%s has too little memory to open the model: run fewer concurrent tasks or executors on"
              + " it, end other programs that use it, or use another device",
          device);
    }
    Optional<UserException> failure = failure((EngineException) cause, device);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static boolean contains(Throwable e, String... parts) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of(parts).anyMatch(message::contains);
  }
}
