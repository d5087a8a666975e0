package org.saliency.metric;

import java.util.Optional;
import org.saliency.map.Fixations;

/**
 * A reference at the size of a comparison.
 *
 * @param baseline for information gain
 * @param shuffled negatives of shuffled AUC; never an empty list
 */
record AlignedReference(Optional<MeasuredMap> baseline, Optional<Fixations> shuffled) {

  static final AlignedReference NONE = new AlignedReference(Optional.empty(), Optional.empty());
}
