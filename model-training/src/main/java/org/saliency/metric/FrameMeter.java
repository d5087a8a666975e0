package org.saliency.metric;

import java.util.List;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * Computes chosen metrics of frames. Keeps the reference at the size of the last frame. Not
 * thread-safe.
 */
public final class FrameMeter {

  private final Profile profile;
  private final List<Metric> metrics;
  private final Reference reference;
  private Size size;
  private AlignedReference aligned = AlignedReference.NONE;

  /**
   * A meter of frames that share a reference.
   *
   * @param metrics defined by the profile
   */
  public FrameMeter(Profile profile, List<Metric> metrics, Reference reference) {
    this.profile = profile;
    this.metrics = List.copyOf(metrics);
    this.reference = reference;
  }

  /** Measures a frame, see {@link Profile#measure}. */
  public FrameMetrics measure(
      SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    AlignedReference own = reference(Profile.frameSize(truth, fixations).orElse(prediction.size()));
    return profile.measure(prediction, truth, fixations, metrics, own, Profile.MEASURED);
  }

  /** Measures a frame without a prediction, see {@link Profile#measureMissing}. */
  public FrameMetrics measureMissing(Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    SaliencyMap zero = Profile.zero(truth, fixations);
    return profile.measure(
        zero, truth, fixations, metrics, reference(zero.size()), Metric::ofMissing);
  }

  private AlignedReference reference(Size frameSize) {
    if (reference != Reference.NONE && !frameSize.equals(size)) {
      aligned = reference.align(profile, frameSize);
      size = frameSize;
    }
    return aligned;
  }
}
