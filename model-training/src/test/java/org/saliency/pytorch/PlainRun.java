package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.saliency.checkpoint.TorchArchive;
import org.saliency.frame.Size;
import org.saliency.network.Tensor;

/** Runs a model file in PyTorch without the code for training and serving. */
final class PlainRun implements AutoCloseable {

  private final ai.djl.Model model;
  private final PtSymbolBlock block;
  private final ParameterStore store;

  PlainRun(Path file) throws IOException, MalformedModelException {
    model = PyTorch.newModel(Device.cpu());
    model.load(
        file.toAbsolutePath().getParent(),
        file.getFileName().toString(),
        Map.of("trainParam", "true"));
    block = (PtSymbolBlock) model.getBlock();
    store = new ParameterStore(model.getNDManager(), false);
  }

  /**
   * Maps of normalised planes [batch, 3, height, width], or of windows of them, using running
   * statistics.
   */
  float[] evaluate(float[] planes, int batch, Size size) {
    JniUtils.enableInferenceMode(block);
    return forward(planes, batch, size, false);
  }

  /** The same with batch statistics, updating the running ones. */
  float[] train(float[] planes, int batch, Size size) {
    JniUtils.enableTrainingMode(block);
    return forward(planes, batch, size, true);
  }

  private float[] forward(float[] planes, int batch, Size size, boolean training) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      int window = planes.length / (batch * 3 * size.pixels());
      Shape shape =
          window == 1
              ? new Shape(batch, 3, size.height(), size.width())
              : new Shape(batch, window, 3, size.height(), size.width());
      NDArray input = manager.create(planes, shape);
      NDArray maps = block.forward(store, new NDList(input), training).singletonOrThrow();
      maps.attach(manager);
      if (!maps.getShape().equals(new Shape(batch, 1, size.height(), size.width()))) {
        throw new AssertionError("unexpected shape of maps: " + maps.getShape());
      }
      return maps.toFloatArray();
    }
  }

  /** All tensors as saved by PyTorch. */
  Map<String, Tensor> save(Path file) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file)) {
      JniUtils.writeModule(block, stream, false);
    }
    try (TorchArchive archive = TorchArchive.open(file)) {
      return archive.tensors();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
