package org.saliency.training;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.checkpoint.TorchArchive;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.network.Network;
import org.saliency.network.OutputNormalisation;
import org.saliency.network.Precision;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.pytorch.DeviceErrors;
import org.saliency.pytorch.NativeWork;
import org.saliency.pytorch.PyTorch;
import org.saliency.temporary.TemporaryFiles;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTarget;
import org.saliency.training.sample.Batch;

/** A trainable network on a device. Holds native memory; the caller closes it. */
final class TrainableModel implements AutoCloseable {

  private final Model model;
  private final PtSymbolBlock block;
  private final ParameterStore store;
  private final Network network;
  private final Size size;
  private final OutputNormalisation output;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();

  private TrainableModel(Model model, Network network, Size size) {
    this.model = model;
    this.output = network.options().output();
    this.block = (PtSymbolBlock) model.getBlock();
    this.store = new ParameterStore(model.getNDManager(), false);
    this.network = network;
    this.size = size;
    block.getDirectParameters().forEach(p -> parameters.put(p.getKey(), p.getValue().getArray()));
    // Modules load in evaluation mode although the block assumes training mode: without this, batch
    // norm would neither use nor update the batch's statistics.
    JniUtils.enableTrainingMode(block);
  }

  /** Loads a model onto a device; forward and backward passes compute in the given format. */
  static TrainableModel open(org.saliency.model.Model source, Device device, Precision precision)
      throws IOException {
    Path folder = TemporaryFiles.folder("training");
    Path archive = folder.resolve("model.pt");
    Model model = PyTorch.newModel(device);
    try {
      ArchiveWriter.write(archive, source.network(), source.weights(), precision, Map.of());
      model.load(folder, "model", Map.of("trainParam", "true"));
      return new TrainableModel(model, source.network(), source.description().inputSize());
    } catch (MalformedModelException | IOException | RuntimeException e) {
      model.close();
      DeviceErrors.throwIfFailedOpening(e, device);
      throw new IOException("PyTorch cannot load the network " + source.network().name(), e);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(folder);
    }
  }

  /** The parameters by full name; freed when the model is closed. */
  Map<String, NDArray> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** The manager of arrays that live as long as the model. */
  NDManager manager() {
    return model.getNDManager();
  }

  /**
   * Adds the gradients of a batch to those of the parameters; returns the batch's loss.
   *
   * @param factor of the loss whose gradients are added
   */
  double addGradients(Batch batch, Loss loss, double factor) {
    try (NDManager manager = model.getNDManager().newSubManager();
        GradientCollector gradients = model.getNDManager().getEngine().newGradientCollector()) {
      NDArray value = loss.of(forward(manager, batch, true), target(manager, batch));
      gradients.backward(factor == 1 ? value : value.mul((float) factor));
      return value.getFloat();
    }
  }

  /**
   * Prediction for a batch in evaluation mode.
   *
   * @param loss mean over the batch
   * @param maps one map per frame at the input size, with values in 0..1
   */
  record Prediction(double loss, List<SaliencyMap> maps) {}

  Prediction evaluate(Batch batch, Loss loss) {
    return NativeWork.run(() -> predict(batch, loss));
  }

  private Prediction predict(Batch batch, Loss loss) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray output = forward(manager, batch, false);
      double value = loss.of(output, target(manager, batch)).getFloat();
      float[] values = output.toFloatArray();
      SaliencyMap[] maps = new SaliencyMap[batch.size()];
      Arrays.setAll(maps, i -> map(values, i * size.pixels()));
      return new Prediction(value, List.of(maps));
    }
  }

  private SaliencyMap map(float[] values, int start) {
    float[] finished = Arrays.copyOfRange(values, start, start + size.pixels());
    output.finish(finished);
    return SaliencyMap.of(size, finished);
  }

  private NDArray forward(NDManager manager, Batch batch, boolean training) {
    int window = batch.input().length / (batch.size() * 3 * size.pixels());
    Shape shape =
        window == 1
            ? new Shape(batch.size(), 3, size.height(), size.width())
            : new Shape(batch.size(), window, 3, size.height(), size.width());
    NDArray input = manager.create(batch.input(), shape);
    return block.forward(store, new NDList(input), training).singletonOrThrow();
  }

  private LossTarget target(NDManager manager, Batch batch) {
    Shape shape = new Shape(batch.size(), size.pixels());
    return new LossTarget(
        manager.create(batch.truth(), shape),
        batch.fixations().length == 0
            ? Optional.empty()
            : Optional.of(manager.create(batch.fixations(), shape)));
  }

  /** Copies the current parameters and running statistics. */
  Weights weights() {
    try {
      Path file = TemporaryFiles.file("weights", ".pt");
      try {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
          JniUtils.writeModule(block, stream, false);
        }
        try (TorchArchive archive = TorchArchive.open(file)) {
          return inOrder(archive.tensors());
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the weights to a temporary file", e);
    }
  }

  private Weights inOrder(Map<String, Tensor> tensors) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    network.parameters().keySet().forEach(name -> ordered.put(name, tensors.get(name)));
    return new Weights(ordered);
  }

  @Override
  public void close() {
    model.close();
  }
}
