package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.saliency.UserException;
import org.saliency.network.Network;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.network.ServingTarget.Convolutions;

/** The native PyTorch library and its devices. */
public final class PyTorch {

  private static final Pattern EXCEPTION = Pattern.compile("[\\w.]*(Error|Exception): \\S");
  private static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";
  private static final String AUTOTUNING = "ai.djl.pytorch.cudnn_benchmark";

  /** Requested device. */
  public enum DeviceChoice {
    /** A GPU if there is one, else the CPU. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU; an error if there is none. */
    GPU
  }

  /** Requested number format. */
  public enum PrecisionChoice {
    /**
     * int8 for a quantised network on a CPU with instructions for it; else bfloat16 if the device
     * has instructions for it, else float32.
     */
    AUTO,
    /** float32. */
    FP32,
    /** bfloat16 except in the last layers, see {@link Precision}. */
    BF16,
    /** float16 except in the last layers, for GPUs without bfloat16 instructions. */
    FP16,
    /** int8 except in the first and last layers, for a quantised network on a CPU. */
    INT8
  }

  private static Gpus gpus;

  private PyTorch() {}

  /**
   * Loads PyTorch on first use.
   *
   * @throws UserException when the native library cannot be loaded
   */
  static Engine engine() {
    // The graph optimizer recompiles a module for every frame size, which takes seconds and gains
    // nothing on a network that is already compiled.
    if (System.getProperty(GRAPH_OPTIMIZER) == null) {
      System.setProperty(GRAPH_OPTIMIZER, "false");
    }
    // cuDNN times its algorithms for each shape of a convolution once; batches have one shape.
    if (System.getProperty(AUTOTUNING) == null) {
      System.setProperty(AUTOTUNING, "true");
    }
    LibraryPath.prepare();
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | LinkageError e) {
      throw UserException.device(
          e,
          "cannot load PyTorch's native library (%s): check that DJL_CACHE_DIR is writable and that"
              + " PYTORCH_LIBRARY_PATH, if set, is the lib folder of PyTorch "
              + LibraryPath.VERSION
              + " for this"
              + " machine",
          lastCause(e));
    }
  }

  private static Throwable lastCause(Throwable e) {
    return e.getCause() == null ? e : lastCause(e.getCause());
  }

  /**
   * The device for a choice.
   *
   * @throws UserException when a GPU is requested and PyTorch finds none
   */
  public static Device device(DeviceChoice choice) {
    if (choice == DeviceChoice.CPU) {
      return Device.cpu();
    }
    if (choice == DeviceChoice.GPU && gpuCount() == 0) {
      throw UserException.device("device 'gpu' is not available: %s, or use --device cpu", noGpu());
    }
    return gpuCount() > 0 ? Device.gpu() : Device.cpu();
  }

  /** Number of GPUs that PyTorch finds. */
  public static int gpuCount() {
    return gpus().count();
  }

  /** Why PyTorch finds no GPU, and what to do; empty if it finds one. */
  public static String noGpu() {
    return gpus().problem();
  }

  /** Memory in use on a GPU, by other processes too; empty if unknown. */
  public static OptionalLong usedMemory(Device gpu) {
    return CudaRuntime.loaded()
        .map(runtime -> runtime.usedMemory(gpu.getDeviceId()))
        .orElseGet(OptionalLong::empty);
  }

  private static synchronized Gpus gpus() {
    if (gpus == null) {
      gpus = Gpus.of(engine());
    }
    return gpus;
  }

  /** The precision for a choice other than int8 on a device. */
  public static Precision precision(PrecisionChoice choice, Device device) {
    return switch (choice) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case FP16 -> Precision.FP16;
      case INT8 -> throw new IllegalArgumentException("int8 is not a precision of all layers");
      case AUTO -> device.isGpu() ? gpuPrecision(device.getDeviceId()) : cpuPrecision();
    };
  }

  private static Precision cpuPrecision() {
    return CpuFeatures.hasBfloat16() ? Precision.BF16 : Precision.FP32;
  }

  /** A GPU that cannot be asked counts as a recent one. */
  private static Precision gpuPrecision(int gpu) {
    return CudaRuntime.loaded()
        .map(runtime -> precision(runtime.computeCapability(gpu)))
        .orElse(Precision.BF16);
  }

  /**
   * The fastest precision of a GPU with a compute capability, as {@link
   * CudaRuntime#computeCapability}: GPUs before Ampere (8.0) emulate bfloat16, those before Volta
   * (7.0) mostly have slow float16 instructions.
   */
  static Precision precision(int computeCapability) {
    if (computeCapability >= 80) {
      return Precision.BF16;
    }
    return computeCapability >= 70 ? Precision.FP16 : Precision.FP32;
  }

  /**
   * The precision for training a network: as {@link #precision}, but {@code auto} is float32 on a
   * CPU for depthwise convolutions. Their gradients are slow in bfloat16: with PyTorch 2.7.1 on an
   * AVX512-BF16 core, a step of {@code deeplab-efficientnet-lite0} at output stride 32 with four
   * frames of 384x216 takes 0.81 s, and 0.52 s in float32. Scoring is faster in bfloat16 with both
   * kinds of networks.
   */
  public static Precision trainingPrecision(
      PrecisionChoice choice, Device device, Network network) {
    Precision precision = precision(choice, device);
    boolean isSlow = !device.isGpu() && network.hasDepthwiseConvolutions();
    return choice == PrecisionChoice.AUTO && isSlow ? Precision.FP32 : precision;
  }

  /**
   * The target for which a network is compiled to run on a device.
   *
   * @throws UserException when int8 is requested and the device has no instructions for it
   */
  public static ServingTarget target(RequestedPrecision requested, Device device) {
    boolean hasInt8 = !device.isGpu() && CpuFeatures.hasInt8();
    if (requested.choice() == PrecisionChoice.INT8 && !hasInt8) {
      throw UserException.device(
          "Precision 'int8' is not available: %s; use --precision auto, which computes a quantised"
              + " model in bf16 or fp32 there",
          device.isGpu()
              ? "the device is a GPU, and int8 is computed by CPUs"
              : "the CPU has no int8 instructions (AVX512-VNNI, AVX-VNNI or AMX-INT8)");
    }
    boolean isInt8 =
        requested.choice() == PrecisionChoice.INT8
            || requested.choice() == PrecisionChoice.AUTO && requested.isQuantised();
    return isInt8 && hasInt8 ? ServingTarget.INT8 : target(requested.choice(), device);
  }

  /**
   * Requires that this CPU has instructions for int8.
   *
   * @throws UserException when it has none
   */
  public static void requireInt8() {
    target(new RequestedPrecision(PrecisionChoice.INT8, true), Device.cpu());
  }

  /** The target for a network that is not quantised, in a precision other than int8. */
  public static ServingTarget target(PrecisionChoice choice, Device device) {
    Precision precision = precision(choice, device);
    return new ServingTarget(precision, convolutions(precision, device));
  }

  private static Convolutions convolutions(Precision precision, Device device) {
    if (device.isGpu() || !CpuFeatures.isX86()) {
      return Convolutions.PYTORCH;
    }
    return switch (precision) {
      case FP32 -> Convolutions.ONE_DNN;
      case BF16 ->
          CpuFeatures.hasBfloat16Tiles()
              ? Convolutions.ONE_DNN_TILES
              : CpuFeatures.hasBfloat16() ? Convolutions.ONE_DNN : Convolutions.PYTORCH;
      case FP16 -> Convolutions.PYTORCH;
    };
  }

  /** A new, empty model on a device; the caller closes it. */
  public static ai.djl.Model newModel(Device device) {
    return engine().newModel("saliency", device);
  }

  /**
   * The line of PyTorch's error message that states the error, without the stack traces of the
   * network and of PyTorch.
   */
  public static String reason(Throwable e) {
    List<String> lines =
        String.valueOf(e.getMessage())
            .lines()
            .map(String::strip)
            .takeWhile(line -> !line.startsWith("Exception raised from"))
            .filter(line -> !line.isEmpty())
            .toList();
    // The last exception in a traceback is the innermost one.
    return lines.stream()
        .filter(line -> EXCEPTION.matcher(line).lookingAt())
        .reduce((outer, inner) -> inner)
        .or(() -> lines.stream().findFirst())
        .orElse(e.getClass().getSimpleName());
  }

  /** Version of PyTorch. */
  public static String version() {
    return engine().getVersion();
  }
}
