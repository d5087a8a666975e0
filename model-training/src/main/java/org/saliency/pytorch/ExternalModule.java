package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.network.ServingForm;

/**
 * An external TorchScript model, opened on a device according to its {@link
 * ExternalModelDescription}. A second small module resizes and normalises frames on the same
 * device. NaN values of the network stay NaN in the map.
 */
public final class ExternalModule implements MapPredictor {

  private final String name;
  private final ExternalModelDescription description;
  private final TorchModule input;
  private final TorchModule network;
  private final Size outputSize;

  private ExternalModule(
      String name, ExternalModelDescription description, TorchModule input, TorchModule network) {
    this.name = name;
    this.description = description;
    this.input = input;
    this.network = network;
    Size size = description.inputSize();
    List<Frame> black = List.of(new Frame(size, new byte[3 * size.pixels()]));
    this.outputSize =
        network.run(
            1,
            () -> {
              try (NDManager arrays = network.arrays()) {
                return size(output(List.of(black), arrays).getShape());
              }
            });
  }

  /**
   * Opens a model and predicts the map of a black frame to check it against its description.
   *
   * @param archive the TorchScript file
   * @param name name of the model in error messages
   * @throws UserException when PyTorch cannot open the file, or its input or output differs from
   *     the description
   */
  public static ExternalModule open(
      Path archive, String name, ExternalModelDescription description, Device device)
      throws IOException {
    TorchModule input =
        ServingModel.module(
            ServingForm.input(description.inputSize(), description.statistics()), device);
    try {
      TorchModule network = network(archive, name, device);
      try {
        return new ExternalModule(name, description, input, network);
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private static TorchModule network(Path archive, String name, Device device) {
    try {
      return TorchModule.open(archive, device);
    } catch (IOException e) {
      throw UserException.input(
          e,
          "PyTorch %s cannot open model %s (%s): save it with torch.jit.save of that or an"
              + " older version",
          PyTorch.version(),
          name,
          PyTorch.reason(e.getCause()));
    }
  }

  @Override
  public Size outputSize() {
    return outputSize;
  }

  @Override
  public String device() {
    return network.device().toString();
  }

  @Override
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    return network.run(cores, () -> forward(windows));
  }

  private List<float[]> forward(List<List<Frame>> windows) {
    try (NDManager arrays = network.arrays()) {
      NDArray output = output(windows, arrays);
      if (!size(output.getShape()).equals(outputSize)) {
        throw mismatch(
            windows.size(), "returned " + output.getShape() + " after maps of " + outputSize);
      }
      float[] values = network.download(output.toType(DataType.FLOAT32, false));
      List<float[]> maps = TorchModule.maps(values, windows.size(), outputSize);
      maps.forEach(this::toUnitRange);
      return maps;
    }
  }

  /** The network's output: one map for each window. */
  private NDArray output(List<List<Frame>> windows, NDManager arrays) {
    int batch = windows.size();
    NDArray frames = TorchModule.frames(windows, arrays);
    if (description.channelOrder() == ExternalModelDescription.ChannelOrder.BGR) {
      frames = frames.flip(-1);
    }
    NDList output;
    try {
      output = network.forward(input.forward(new NDList(frames)));
    } catch (EngineException e) {
      if (DeviceErrors.isOutOfMemory(e) || DeviceErrors.isFailure(e)) {
        throw e;
      }
      throw mismatch(batch, "failed (" + PyTorch.reason(e) + ")", e);
    } catch (UnsupportedOperationException e) {
      throw mismatch(batch, "returned no tensor", e); // for example a number
    }
    if (output.size() != 1) {
      throw mismatch(batch, "returned " + output.size() + " tensors");
    }
    Shape shape = output.get(0).getShape();
    boolean map = shape.dimension() == 3 || (shape.dimension() == 4 && shape.get(1) == 1);
    if (!map || shape.get(0) != batch || shape.size() == 0) {
      throw mismatch(batch, "returned " + shape);
    }
    if (!output.get(0).getDataType().isFloating()) {
      throw mismatch(
          batch, "returned " + output.get(0).getDataType().name().toLowerCase(Locale.ROOT));
    }
    return output.get(0);
  }

  private static Size size(Shape shape) {
    int last = shape.dimension() - 1;
    return new Size((int) shape.get(last), (int) shape.get(last - 1));
  }

  private UserException mismatch(int batch, String what) {
    return mismatch(batch, what, null);
  }

  private UserException mismatch(int batch, String what, Throwable cause) {
    Size size = description.inputSize();
    return UserException.input(
        cause,
        "model %s %s for float32 input of shape (%d, 3, %d, %d), but a map of shape (%d, 1,"
            + " height, width) or (%d, height, width) is expected: give the input size that it was"
            + " trained with%s, and export it with frames as its only input and the map as its only"
            + " output, both float32",
        name,
        what,
        batch,
        size.height(),
        size.width(),
        batch,
        batch,
        batch == 1 ? "" : ", or a batch size of 1");
  }

  private void toUnitRange(float[] map) {
    switch (description.output()) {
      case UNIT -> clamp(map);
      case LOGITS -> sigmoid(map);
      case MINMAX -> stretch(map);
    }
  }

  private static void clamp(float[] map) {
    for (int i = 0; i < map.length; i++) {
      map[i] = Math.min(1, Math.max(0, map[i]));
    }
  }

  private static void sigmoid(float[] map) {
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) (1 / (1 + Math.exp(-map[i])));
    }
  }

  /** A constant map becomes 0. */
  private static void stretch(float[] map) {
    float least = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float value : map) {
      least = Math.min(least, value);
      highest = Math.max(highest, value);
    }
    float range = highest > least ? highest - least : 1;
    for (int i = 0; i < map.length; i++) {
      map[i] = (map[i] - least) / range;
    }
  }

  @Override
  public void close() {
    network.close();
    input.close();
  }
}
