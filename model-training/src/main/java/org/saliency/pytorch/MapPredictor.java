package org.saliency.pytorch;

import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * Predicts saliency maps of frames on a device. It holds native memory: whoever opens it closes it.
 *
 * <p>On a CPU, several threads may predict side by side, each with a fixed number of cores: the
 * last bits of a map depend on that number, and so must not depend on what else runs. On a GPU one
 * forward pass runs at a time.
 */
public interface MapPredictor extends AutoCloseable {

  /** Size of the maps it gives. */
  Size outputSize();

  /** Where it runs, for example {@code cpu()} or {@code gpu(0)}. */
  String device();

  /**
   * Predicts the maps of the last frames of windows.
   *
   * @param windows as many frames each as the network takes, all of one size
   * @param cores threads of a forward pass on a CPU
   * @return for each window its map, {@code outputSize().pixels()} values in 0..1, row after row;
   *     NaN where the network gave no number
   */
  List<float[]> predictWindows(List<List<Frame>> windows, int cores);

  @Override
  void close();
}
