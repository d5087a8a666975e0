package org.saliency.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * A frame as it is read, for the formulas of a convention.
 *
 * @param prediction values in 0..1
 * @param truth values in 0..1
 * @param fixations as the file gives them; may be an empty list
 * @param baseline of information gain, at the size of the frame
 * @param others fixations of other videos, at the size of the frame; never an empty list
 * @param random source of jitter and negatives of this frame and convention
 */
record ConventionFrame(
    SaliencyMap prediction,
    Optional<SaliencyMap> truth,
    Optional<Fixations> fixations,
    Optional<SaliencyMap> baseline,
    Optional<Fixations> others,
    SplittableRandom random) {

  /** The fixations, if there are any. */
  Optional<Fixations> points() {
    return fixations.filter(own -> own.count() > 0);
  }

  /** The values of a map with uniform noise from 0 up to a limit, which separates equal ones. */
  double[] noisy(SaliencyMap map, double limit) {
    return Arrays.stream(map.values()).map(v -> v + limit * random.nextDouble()).toArray();
  }

  /** The size of the truth. */
  Size size() {
    return Profile.frameSize(truth, fixations).orElse(prediction.size());
  }
}
