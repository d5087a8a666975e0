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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.network.OutputNormalisation;
import org.saliency.network.Precision;
import org.saliency.network.Weights;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.torchscript.PyTorch;
import org.saliency.torchscript.TorchArchive;

/**
 * A network on a device, ready to be trained. It holds native memory: whoever opens it closes it.
 */
final class TrainableModel implements AutoCloseable {

  private final Model model;
  private final PtSymbolBlock block;
  private final ParameterStore store;
  private final Size size;
  private final OutputNormalisation output;
  private final Adam adam;

  private TrainableModel(Model model, Size size, OutputNormalisation output) {
    this.model = model;
    this.output = output;
    this.block = (PtSymbolBlock) model.getBlock();
    this.store = new ParameterStore(model.getNDManager(), false);
    this.size = size;
    this.adam = new Adam(parameters(block));
    // A module loads in evaluation mode while its block takes it for training: without this, batch
    // norm would never use or update the batch's statistics.
    JniUtils.enableTrainingMode(block);
  }

  /** Opens a model on a device; forward passes compute in the given format. */
  static TrainableModel open(
      org.saliency.torchscript.Model source, Device device, Precision precision)
      throws IOException {
    Path folder = Files.createTempDirectory("saliency-training");
    Path archive = folder.resolve("model.pt");
    Model model = PyTorch.newModel(device);
    try {
      ArchiveWriter.write(archive, source.network(), source.weights(), precision, Map.of());
      model.load(folder, "model", Map.of("trainParam", "true"));
      return new TrainableModel(
          model, source.description().inputSize(), source.network().options().output());
    } catch (MalformedModelException | IOException | RuntimeException e) {
      model.close();
      throw new IOException("PyTorch cannot open the network " + source.network().name(), e);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(folder);
    }
  }

  private static Map<String, NDArray> parameters(PtSymbolBlock block) {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    block.getDirectParameters().forEach(p -> parameters.put(p.getKey(), p.getValue().getArray()));
    return parameters;
  }

  /** One step on a batch; gives the loss before it. */
  double train(Batch batch, double learningRate) {
    try (NDManager manager = model.getNDManager().newSubManager();
        GradientCollector gradients = model.getNDManager().getEngine().newGradientCollector()) {
      NDArray loss = loss(forward(manager, batch, true), manager, batch);
      gradients.backward(loss);
      adam.step(learningRate);
      return loss.getFloat();
    }
  }

  /**
   * What the network says of a batch in evaluation mode.
   *
   * @param loss mean over the batch
   * @param maps a map of the input size for each frame, in 0..1
   */
  record Prediction(double loss, List<SaliencyMap> maps) {}

  Prediction evaluate(Batch batch) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray output = forward(manager, batch, false);
      double loss = loss(output, manager, batch).getFloat();
      float[] values = output.toFloatArray();
      SaliencyMap[] maps = new SaliencyMap[batch.size()];
      Arrays.setAll(maps, i -> map(values, i * size.pixels()));
      return new Prediction(loss, List.of(maps));
    }
  }

  private SaliencyMap map(float[] values, int start) {
    float[] finished = Arrays.copyOfRange(values, start, start + size.pixels());
    output.finish(finished);
    double[] map = new double[size.pixels()];
    Arrays.setAll(map, i -> finished[i]);
    return new SaliencyMap(size, map);
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

  private NDArray loss(NDArray output, NDManager manager, Batch batch) {
    NDArray truth = manager.create(batch.truth(), new Shape(batch.size(), size.pixels()));
    return KullbackLeibler.of(output, truth);
  }

  /** The weights and running statistics as they are now. */
  Weights weights() {
    try {
      Path file = Files.createTempFile("saliency-weights", ".pt");
      try {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
          JniUtils.writeModule(block, stream, false);
        }
        try (TorchArchive archive = TorchArchive.open(file)) {
          return new Weights(archive.tensors());
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the weights could not be copied to a temporary file", e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
