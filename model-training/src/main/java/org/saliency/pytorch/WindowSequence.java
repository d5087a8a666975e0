package org.saliency.pytorch;

import java.util.List;
import org.saliency.frame.Frame;

/**
 * Predictions of consecutive windows of frames. A frame that is in several of them is the same
 * object, and is encoded once. For one thread at a time.
 */
@FunctionalInterface
public interface WindowSequence extends AutoCloseable {

  /** Predicts as {@link MapPredictor#predictWindows}. */
  List<float[]> predict(List<List<Frame>> windows, int cores);

  @Override
  default void close() {}
}
