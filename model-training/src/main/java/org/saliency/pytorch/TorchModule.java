package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.torchscript.ArchiveWriter;

/** A TorchScript archive loaded on a device for inference. */
final class TorchModule implements AutoCloseable {

  /** Prefix of the name of a DJL input that selects the method to call. */
  private static final String METHOD = "module_method:";

  private final ai.djl.Model model;
  private final ParameterStore parameters;
  private final Optional<DeviceTime> time; // of a GPU

  private TorchModule(ai.djl.Model model) {
    this.model = model;
    this.parameters = new ParameterStore(model.getNDManager(), false);
    Device device = model.getNDManager().getDevice();
    this.time = device.isGpu() ? Optional.of(DeviceTime.of(device)) : Optional.empty();
  }

  static TorchModule open(Path archive, Device device) throws IOException {
    ai.djl.Model model = PyTorch.newModel(device);
    try {
      // Tensors saved on another device, such as a GPU of the exporting machine, are moved.
      model.load(
          archive.toAbsolutePath().getParent(),
          archive.getFileName().toString(),
          Map.of("mapLocation", "true"));
      return new TorchModule(model);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      DeviceErrors.throwIfFailedOpening(e, device);
      throw new IOException("PyTorch cannot open " + archive, e);
    }
  }

  /** Runs the archive's {@link ArchiveWriter#PREPARE} method if it has one. */
  void prepare() {
    if (has(ArchiveWriter.PREPARE)) {
      try (NDManager arrays = arrays()) {
        call(ArchiveWriter.PREPARE, arrays, new NDList());
      } finally {
        time.ifPresent(DeviceTime::over);
      }
    }
  }

  /** Whether the archive has a method. */
  boolean has(String method) {
    String[] methods = JniUtils.getMethodNames((PtSymbolBlock) model.getBlock());
    return Arrays.asList(methods).contains(method);
  }

  /**
   * Calls a method of the archive.
   *
   * @param arrays owns the results
   */
  NDList call(String method, NDManager arrays, NDList arguments) {
    NDArray name = arrays.create(0);
    name.setName(METHOD + method);
    return forward(new NDList(name).addAll(arguments));
  }

  Device device() {
    return model.getNDManager().getDevice();
  }

  /** A manager for the arrays of one forward pass; the caller closes it. */
  NDManager arrays() {
    return model.getNDManager().newSubManager();
  }

  /**
   * Queues a forward pass on a GPU, or computes it on a CPU. A GPU's passes are queued one after
   * the other, so that the activations of one are free for the next; other threads upload and
   * download meanwhile.
   */
  NDList forward(NDList inputs) {
    if (device().isGpu()) {
      synchronized (this) {
        time.ifPresent(DeviceTime::queued);
        return model.getBlock().forward(parameters, inputs, false);
      }
    }
    return model.getBlock().forward(parameters, inputs, false);
  }

  /**
   * Runs forward passes with their uploads and downloads.
   *
   * @param cores threads of a forward pass on a CPU
   * @throws UserException when the device fails
   */
  <T> T run(int cores, Supplier<T> passes) {
    if (!device().isGpu()) {
      // Applies to the calling thread and to threads started later.
      JniUtils.setNumThreads(cores);
    }
    try {
      return NativeWork.run(passes);
    } catch (EngineException e) {
      throw DeviceErrors.explained(e, device());
    } finally {
      time.ifPresent(DeviceTime::over);
    }
  }

  /** Waits for a result and downloads it, which ends the pass of this thread on a GPU. */
  float[] download(NDArray result) {
    float[] values = result.toFloatArray();
    time.ifPresent(DeviceTime::over);
    return values;
  }

  /**
   * Converts windows of frames to uint8 [batch, height, width, RGB], or [batch, window, height,
   * width, RGB] for windows of several frames.
   */
  static NDArray frames(List<List<Frame>> windows, NDManager arrays) {
    Size size = windows.get(0).get(0).size();
    int window = windows.get(0).size();
    int batch = windows.size();
    Shape shape =
        window == 1
            ? new Shape(batch, size.height(), size.width(), 3)
            : new Shape(batch, window, size.height(), size.width(), 3);
    return arrays.create(bytes(windows, size, window), shape, DataType.UINT8);
  }

  private static ByteBuffer bytes(List<List<Frame>> windows, Size size, int window) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(windows.size() * window * 3 * size.pixels());
    for (List<Frame> frames : windows) {
      if (frames.size() != window) {
        throw new IllegalArgumentException(
            "a batch mixes windows of " + window + " and " + frames.size() + " frames");
      }
      for (Frame frame : frames) {
        if (!frame.size().equals(size)) {
          throw new IllegalArgumentException(
              "a batch mixes frames of " + size + " and " + frame.size());
        }
        bytes.put(frame.rgb());
      }
    }
    return bytes.flip();
  }

  /** Splits the values of a batch into one array per map. */
  static List<float[]> maps(float[] values, int batch, Size size) {
    List<float[]> maps = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      maps.add(Arrays.copyOfRange(values, i * size.pixels(), (i + 1) * size.pixels()));
    }
    return maps;
  }

  @Override
  public synchronized void close() {
    model.close();
  }
}
