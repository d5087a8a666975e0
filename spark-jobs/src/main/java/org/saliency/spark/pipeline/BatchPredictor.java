package org.saliency.spark.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.pytorch.MapPredictor;
import org.saliency.pytorch.WindowSequence;

/**
 * A model with the shape of its forward passes.
 *
 * @param model predicts the maps; closed by its owner
 * @param batchSize windows per forward pass
 * @param window frames per window
 * @param cores threads of a forward pass on a CPU
 */
public record BatchPredictor(MapPredictor model, int batchSize, int window, int cores) {

  /** Size of the predicted maps. */
  Size mapSize() {
    return model.outputSize();
  }

  /**
   * Predicts the maps of at most a batch of windows. An incomplete batch is padded with its last
   * window, so that maps do not depend on how the work is divided.
   *
   * @param sequence of the model, for consecutive windows
   * @return at least one map per window, in order, as {@link MapPredictor#predictWindows} returns
   *     them
   */
  List<float[]> predict(WindowSequence sequence, List<List<Frame>> windows) {
    List<List<Frame>> padded = new ArrayList<>(windows);
    while (padded.size() < batchSize) {
      padded.add(windows.get(windows.size() - 1));
    }
    return sequence.predict(padded, cores);
  }
}
