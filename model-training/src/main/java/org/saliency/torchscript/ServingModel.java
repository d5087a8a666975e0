package org.saliency.torchscript;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.network.ServingForm;

/**
 * A serving archive, opened on a device. It holds native memory: whoever opens it closes it.
 *
 * <p>On a CPU, several threads may predict side by side, each with a fixed number of cores: the
 * last bits of a map depend on that number, and so must not depend on what else runs. On a GPU one
 * forward pass runs at a time.
 */
public final class ServingModel implements AutoCloseable {

  private final ai.djl.Model model;
  private final ParameterStore parameters;
  private final Size outputSize;

  private ServingModel(ai.djl.Model model, Size outputSize) {
    this.model = model;
    this.parameters = new ParameterStore(model.getNDManager(), false);
    this.outputSize = outputSize;
  }

  /**
   * Opens an archive of a serving form.
   *
   * @param archive the file
   * @param outputSize size of the maps it gives
   * @param device where it runs
   */
  public static ServingModel open(Path archive, Size outputSize, Device device) throws IOException {
    ai.djl.Model model = PyTorch.newModel(device);
    try {
      model.load(archive.toAbsolutePath().getParent(), archive.getFileName().toString());
      return new ServingModel(model, outputSize);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new IOException("PyTorch cannot open the serving form " + archive, e);
    }
  }

  /**
   * Compiles the serving form of a model and opens it.
   *
   * @throws org.saliency.UserException when the device asked for is not there
   */
  public static ServingModel open(Model model, PyTorch.DeviceChoice device) throws IOException {
    return open(model, device, PyTorch.PrecisionChoice.AUTO);
  }

  /**
   * The same in a chosen number format.
   *
   * @throws org.saliency.UserException when the device asked for is not there
   */
  public static ServingModel open(
      Model model, PyTorch.DeviceChoice device, PyTorch.PrecisionChoice precision)
      throws IOException {
    Path folder = Files.createTempDirectory("saliency-serving");
    Path archive = folder.resolve("serving.pt");
    Device place = PyTorch.device(device);
    try {
      ServingForm form = model.servingForm(PyTorch.precision(precision, place));
      ArchiveWriter.write(archive, form);
      return open(archive, model.description().inputSize(), place);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(folder);
    }
  }

  /** Size of the maps it gives. */
  public Size outputSize() {
    return outputSize;
  }

  /** Where it runs, for example {@code cpu()} or {@code gpu(0)}. */
  public String device() {
    return model.getNDManager().getDevice().toString();
  }

  /**
   * Predicts the maps of frames of one size, by a network that sees one frame at a time.
   *
   * @param cores threads of a forward pass on a CPU
   * @return for each frame its map, {@code outputSize().pixels()} values in 0..1, row after row
   */
  public List<float[]> predict(List<Frame> frames, int cores) {
    return predictWindows(frames.stream().map(List::of).toList(), cores);
  }

  /**
   * Predicts the maps of the last frames of windows.
   *
   * @param windows as many frames each as the network takes, all of one size
   * @param cores threads of a forward pass on a CPU
   * @return for each window its map, {@code outputSize().pixels()} values in 0..1, row after row
   */
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    if (model.getNDManager().getDevice().isGpu()) {
      synchronized (this) {
        return forward(windows);
      }
    }
    // Counts for the calling thread and for those that begin after it.
    JniUtils.setNumThreads(cores);
    return forward(windows);
  }

  private List<float[]> forward(List<List<Frame>> windows) {
    Size size = windows.get(0).get(0).size();
    int window = windows.get(0).size();
    ByteBuffer bytes = bytes(windows, size, window);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      int batch = windows.size();
      Shape shape =
          window == 1
              ? new Shape(batch, size.height(), size.width(), 3)
              : new Shape(batch, window, size.height(), size.width(), 3);
      NDArray input = manager.create(bytes, shape, DataType.UINT8);
      NDList output = model.getBlock().forward(parameters, new NDList(input), false);
      float[] values = output.singletonOrThrow().toFloatArray();
      List<float[]> maps = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        int from = i * outputSize.pixels();
        maps.add(java.util.Arrays.copyOfRange(values, from, from + outputSize.pixels()));
      }
      return maps;
    }
  }

  private static ByteBuffer bytes(List<List<Frame>> windows, Size size, int window) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(windows.size() * window * 3 * size.pixels());
    for (List<Frame> frames : windows) {
      if (frames.size() != window) {
        throw new IllegalArgumentException(
            "a batch holds windows of " + window + " and of " + frames.size() + " frames");
      }
      for (Frame frame : frames) {
        if (!frame.size().equals(size)) {
          throw new IllegalArgumentException(
              "a batch holds frames of " + size + " and of " + frame.size());
        }
        bytes.put(frame.rgb());
      }
    }
    return bytes.flip();
  }

  @Override
  public synchronized void close() {
    model.close();
  }
}
