package org.saliency.metric;

import java.io.Serializable;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * What shuffled AUC and information gain compare a prediction with, beside the frame's own truth.
 *
 * @param baseline map of a training split, of any size and scale; null without one
 * @param shuffled fixations of other videos; null without any
 */
public record Reference(Baseline baseline, RelativeFixations shuffled) implements Serializable {

  public static final Reference NONE = new Reference(null, null);

  /**
   * A map in serialisable form.
   *
   * @param values {@code width * height} values in row-major order
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Baseline(int width, int height, double[] values) implements Serializable {

    public static Baseline of(SaliencyMap map) {
      return new Baseline(map.size().width(), map.size().height(), map.values());
    }

    /** The map, resized. */
    public SaliencyMap map(Size size) {
      return Resize.bilinear(new SaliencyMap(new Size(width, height), values), size);
    }
  }

  /** The reference at a frame's size, aligned by a profile. */
  AlignedReference align(Profile profile, Size frameSize) {
    return new AlignedReference(
        Optional.ofNullable(baseline)
            .map(own -> profile.alignBaseline(own.map(frameSize)))
            .map(MeasuredMap::of),
        Optional.ofNullable(shuffled)
            .map(own -> profile.alignShuffled(own.at(frameSize)))
            .filter(own -> own.count() > 0));
  }
}
