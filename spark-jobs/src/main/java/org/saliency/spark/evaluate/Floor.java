package org.saliency.spark.evaluate;

import java.util.Arrays;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.Reference;

/** Maps that know nothing of the frame, measured to show what every method should exceed. */
enum Floor {
  /** Predictions are measured. */
  NONE,
  /** The same value everywhere. */
  UNIFORM,
  /** The baseline: the mean map of a training split. */
  CENTER_PRIOR;

  /** The map of a frame. */
  SaliencyMap map(Size size, Reference reference) {
    if (this == CENTER_PRIOR) {
      return reference.baseline().map(size);
    }
    double[] values = new double[size.pixels()];
    Arrays.fill(values, 1);
    return new SaliencyMap(size, values);
  }
}
