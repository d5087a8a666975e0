package org.saliency.pytorch;

import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * Predicts saliency maps of frames on a device. It owns native memory, so the caller closes it.
 *
 * <p>On a CPU several threads may predict concurrently, each with a fixed number of cores: the last
 * bits of a map depend on that number, so it must not change with the load. On a GPU one forward
 * pass runs at a time.
 */
public interface MapPredictor extends AutoCloseable {

  /** Size of the predicted maps. */
  Size outputSize();

  /** Name of the device, for example {@code cpu()} or {@code gpu(0)}. */
  String device();

  /**
   * Predicts the map of the last frame of each window.
   *
   * @param windows frames of equal size, each window as long as the network requires
   * @param cores threads of a forward pass on a CPU
   * @return for each window its map, {@code outputSize().pixels()} values in 0..1 or NaN, row-major
   */
  List<float[]> predictWindows(List<List<Frame>> windows, int cores);

  /**
   * Begins the predictions of one caller whose consecutive windows share frames. What a model keeps
   * between them is freed when the sequence is closed, before the model.
   */
  default WindowSequence sequence() {
    return this::predictWindows;
  }

  @Override
  void close();
}
