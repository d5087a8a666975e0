package org.saliency.spark.results;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What else a measurement says about itself in {@code summary.json}.
 *
 * @param kldZeroFrames number of frames in which pixels where the prediction is zero contribute
 *     more than half of KLD
 * @param reference baseline of information gain and negatives of shuffled AUC; empty without either
 * @param floor name of the floor that was measured in place of predictions; null for predictions
 */
public record MeasurementNotes(long kldZeroFrames, Map<String, Object> reference, String floor) {

  public static final MeasurementNotes NONE = new MeasurementNotes(0, Map.of(), null);

  public MeasurementNotes {
    reference = reference == null ? Map.of() : reference;
  }

  /** The keys of {@code summary.json}; only of what there is. */
  Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (kldZeroFrames > 0) {
      entries.put("kld_zero_frames", kldZeroFrames);
    }
    if (!reference.isEmpty()) {
      entries.put("reference", reference);
    }
    if (floor != null) {
      entries.put("floor", floor);
    }
    return entries;
  }
}
