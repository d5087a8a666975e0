package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.saliency.UserException;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;

/** PyTorch's native library in this JVM, and the devices it sees. */
public final class PyTorch {

  private static final Pattern EXCEPTION = Pattern.compile("[\\w.]*(Error|Exception): \\S");
  private static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

  /** Where a network is asked to run. */
  public enum DeviceChoice {
    /** A GPU where there is one, else the CPU. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU, or nothing. */
    GPU
  }

  /** The number format that a network is asked to compute in. */
  public enum PrecisionChoice {
    /** bfloat16 where the device has instructions for it, else float32. */
    AUTO,
    /** float32. */
    FP32,
    /** bfloat16 where that does no harm. */
    BF16,
    /** float16 where that does no harm: for GPUs that have no instructions for bfloat16. */
    FP16
  }

  private PyTorch() {}

  /**
   * Loads PyTorch when this is its first use.
   *
   * @throws UserException when its native library cannot be loaded here
   */
  static Engine engine() {
    // The graph optimiser compiles a module anew for every frame size it meets, which takes
    // seconds, and has nothing left to gain on a network that is compiled already.
    if (System.getProperty(GRAPH_OPTIMIZER) == null) {
      System.setProperty(GRAPH_OPTIMIZER, "false");
    }
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | LinkageError e) {
      throw UserException.device(
          e,
          "PyTorch's native library cannot be loaded (%s): check that DJL_CACHE_DIR can be written"
              + " and, where PYTORCH_LIBRARY_PATH is set, that it names the lib folder of PyTorch"
              + " 2.7.1 for this machine",
          lastCause(e));
    }
  }

  private static Throwable lastCause(Throwable fault) {
    return fault.getCause() == null ? fault : lastCause(fault.getCause());
  }

  /**
   * The device of a choice.
   *
   * @throws UserException when a GPU is asked for and PyTorch sees none
   */
  public static Device device(DeviceChoice choice) {
    int gpus = choice == DeviceChoice.CPU ? 0 : gpuCount();
    if (choice == DeviceChoice.GPU && gpus == 0) {
      throw UserException.device(
          "device 'gpu' is not there: PyTorch %s sees no CUDA device; install the driver and a CUDA"
              + " flavour of PyTorch (PYTORCH_FLAVOR), or use --device cpu",
          engine().getVersion());
    }
    return gpus > 0 ? Device.gpu() : Device.cpu();
  }

  /** How many GPUs PyTorch sees here. */
  public static int gpuCount() {
    return engine().getGpuCount();
  }

  /** The number format of a choice on a device. */
  public static Precision precision(PrecisionChoice choice, Device device) {
    return switch (choice) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case FP16 -> Precision.FP16;
      case AUTO ->
          device.isGpu() || CpuFeatures.multipliesBfloat16() ? Precision.BF16 : Precision.FP32;
    };
  }

  /** What a network is compiled for to run on a device. */
  public static ServingTarget target(PrecisionChoice choice, Device device) {
    Precision precision = precision(choice, device);
    boolean oneDnn =
        !device.isGpu()
            && CpuFeatures.isX86()
            && (precision == Precision.FP32
                || precision == Precision.BF16 && CpuFeatures.multipliesBfloat16());
    return new ServingTarget(precision, oneDnn);
  }

  /** A new, empty model on a device; the caller closes it. */
  public static ai.djl.Model newModel(Device device) {
    return engine().newModel("saliency", device);
  }

  /** Whether PyTorch failed for want of memory, of a GPU or of the CPU. */
  public static boolean lacksMemory(EngineException fault) {
    String message = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory") || message.contains("can't allocate memory");
  }

  /**
   * The line of PyTorch's message that says what was wrong. Around it are the places in the code of
   * the network and of PyTorch.
   */
  static String reason(Throwable fault) {
    List<String> lines =
        String.valueOf(fault.getMessage())
            .lines()
            .map(String::strip)
            .takeWhile(line -> !line.startsWith("Exception raised from"))
            .filter(line -> !line.isEmpty())
            .toList();
    // The last exception of a traceback is the innermost.
    return lines.stream()
        .filter(line -> EXCEPTION.matcher(line).lookingAt())
        .reduce((outer, inner) -> inner)
        .or(() -> lines.stream().findFirst())
        .orElse(fault.getClass().getSimpleName());
  }

  /** Version of the library. */
  public static String version() {
    return engine().getVersion();
  }
}
