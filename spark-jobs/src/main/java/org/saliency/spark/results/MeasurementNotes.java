package org.saliency.spark.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What else a measurement says about itself in {@code summary.json}.
 *
 * @param kldZeroFrames number of frames in which pixels where the prediction is zero contribute
 *     more than half of KLD
 * @param reference baseline of information gain and negatives of shuffled AUC; empty without either
 * @param floor name of the floor that was measured in place of predictions; null for predictions
 * @param ceiling name of the ceiling that was measured in place of predictions; null for
 *     predictions
 * @param truthSigma standard deviation, in pixels of the frame, of the blur that made the
 *     ground-truth maps from the fixations; null if they are the maps of the data set
 * @param truthSigmas means for each of several such widths; empty without
 * @param unfinished the run that wrote the predictions, if it was not complete; otherwise null
 */
public record MeasurementNotes(
    long kldZeroFrames,
    Map<String, Object> reference,
    String floor,
    String ceiling,
    Double truthSigma,
    List<Map<String, Object>> truthSigmas,
    UnfinishedRun unfinished) {

  public static final MeasurementNotes NONE =
      new MeasurementNotes(0, Map.of(), null, null, null, List.of(), null);

  public MeasurementNotes {
    reference = reference == null ? Map.of() : reference;
    truthSigmas = truthSigmas == null ? List.of() : List.copyOf(truthSigmas);
  }

  /** Whether a floor or a ceiling was measured in place of predictions. */
  public boolean isBound() {
    return floor != null || ceiling != null;
  }

  /** What the ground-truth maps are, in words. */
  public String truthMaps() {
    return truthSigma == null
        ? "the maps of the data set"
        : "fixations blurred with sigma " + TruthSigmas.text(truthSigma) + " px";
  }

  /** The name of a method, marked if it is a floor or a ceiling. */
  public String marked(String name) {
    if (floor != null) {
      return name + " (floor)";
    }
    return ceiling == null ? name : name + " (ceiling)";
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
    if (ceiling != null) {
      entries.put("ceiling", ceiling);
    }
    if (truthSigma != null) {
      entries.put("truth_sigma", truthSigma);
    }
    if (!truthSigmas.isEmpty()) {
      entries.put("truth_sigmas", truthSigmas);
    }
    if (unfinished != null) {
      entries.put("unfinished_predictions", unfinished);
    }
    return entries;
  }
}
