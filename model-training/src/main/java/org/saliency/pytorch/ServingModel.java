package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;
import org.saliency.temporary.TemporaryFiles;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.torchscript.WindowMethods;

/** The serving form of a model, opened on a device. */
public final class ServingModel implements MapPredictor {

  private final TorchModule module;
  private final Size outputSize;

  private ServingModel(TorchModule module, Size outputSize) {
    this.module = module;
    this.outputSize = outputSize;
  }

  /**
   * Opens an archive of a serving form.
   *
   * @param archive the TorchScript file
   * @param outputSize size of the predicted maps
   */
  public static ServingModel open(Path archive, Size outputSize, Device device) throws IOException {
    return new ServingModel(prepared(archive, device), outputSize);
  }

  /**
   * Compiles the serving form of a model and opens it.
   *
   * @throws org.saliency.UserException when the requested device is not available
   */
  public static ServingModel open(Model model, PyTorch.DeviceChoice device) throws IOException {
    return open(model, device, PyTorch.PrecisionChoice.AUTO);
  }

  /**
   * Compiles the serving form of a model in a chosen precision and opens it.
   *
   * @throws org.saliency.UserException when the requested device or precision is not available
   */
  public static ServingModel open(
      Model model, PyTorch.DeviceChoice device, PyTorch.PrecisionChoice precision)
      throws IOException {
    Device opened = PyTorch.device(device);
    RequestedPrecision requested = RequestedPrecision.of(precision, model, "the model");
    return open(model, opened, PyTorch.target(requested, opened));
  }

  /** Compiles the serving form of a model for a target and opens it on a device. */
  public static ServingModel open(Model model, Device device, ServingTarget target)
      throws IOException {
    return new ServingModel(
        module(model.servingForm(target), device), model.description().inputSize());
  }

  /** Loads a form through a temporary file. */
  static TorchModule module(ServingForm form, Device device) throws IOException {
    Path folder = TemporaryFiles.folder("serving");
    Path archive = folder.resolve("serving.pt");
    try {
      ArchiveWriter.write(archive, form);
      return prepared(archive, device);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(folder);
    }
  }

  private static TorchModule prepared(Path archive, Device device) throws IOException {
    TorchModule module = TorchModule.open(archive, device);
    try {
      module.prepare();
      return module;
    } catch (RuntimeException e) {
      module.close();
      DeviceErrors.throwIfFailedOpening(e, device);
      throw new IOException("PyTorch cannot prepare " + archive, e);
    }
  }

  @Override
  public Size outputSize() {
    return outputSize;
  }

  @Override
  public String device() {
    return module.device().toString();
  }

  /**
   * Predicts the maps of frames of equal size with a network of window 1.
   *
   * @param cores threads of a forward pass on a CPU
   * @return for each frame its map, {@code outputSize().pixels()} values in 0..1, row-major
   */
  public List<float[]> predict(List<Frame> frames, int cores) {
    return predictWindows(frames.stream().map(List::of).toList(), cores);
  }

  @Override
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    return module.run(cores, () -> forward(windows));
  }

  private List<float[]> forward(List<List<Frame>> windows) {
    try (NDManager arrays = module.arrays()) {
      NDArray input = TorchModule.frames(windows, arrays);
      float[] values = module.download(module.forward(new NDList(input)).singletonOrThrow());
      return TorchModule.maps(values, windows.size(), outputSize);
    }
  }

  @Override
  public WindowSequence sequence() {
    return module.has(WindowMethods.ENCODE)
        ? new SharedFrames(module, outputSize)
        : this::predictWindows;
  }

  @Override
  public void close() {
    module.close();
  }
}
