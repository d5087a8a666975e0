package org.saliency.spark.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saliency.metric.Metric;
import org.saliency.storage.Text;

/** Warnings about a measurement: what its means leave out, and what stands in for missing maps. */
final class Caveats {

  private Caveats() {}

  /**
   * The warnings, one line each.
   *
   * @param undefined number of frames without a value by metric
   */
  static List<String> of(Map<Metric, Long> undefined, Coverage coverage, MeasurementNotes notes) {
    List<String> lines = new ArrayList<>();
    if (notes.unfinished() != null) {
      lines.add(
          "the score run of these maps "
              + notes.unfinished().text()
              + ": complete it with score and evaluate again");
    }
    Coverage.Missing missing = coverage.missing();
    if (missing.frames() > 0) {
      lines.add(
          Text.count(missing.frames(), "frame")
              + " without a map"
              + (missing.videos() == 0
                  ? ""
                  : " (" + Text.count(missing.videos(), "video") + " without any)")
              + (missing.isSkipped()
                  ? ": left out of the metrics (missing = skip)"
                  : ": measured as all-zero maps (missing = zero)"));
    }
    Coverage.Extra extra = coverage.extra();
    if (extra.frames() > 0) {
      lines.add(
          Text.count(extra.frames(), "predicted frame") + " without ground truth: not measured");
    }
    if (extra.videos() > 0) {
      lines.add(
          Text.count(extra.videos(), "predicted video") + " without ground truth: not measured");
    }
    long constant = difference(undefined, Metric.AUC_JUDD, Metric.NSS);
    if (constant > 0) {
      lines.add(
          Text.count(constant, "frame")
              + " with fixations and a constant map: AUC-Judd is undefined and left out of its mean");
    }
    long zero = difference(undefined, Metric.KLD, Metric.SIM);
    if (zero > 0) {
      lines.add(
          Text.count(zero, "frame")
              + " with an all-zero map: KLD is undefined and left out of its mean");
    }
    if (notes.kldZeroFrames() > 0) {
      lines.add(
          Text.count(notes.kldZeroFrames(), "frame")
              + " in which pixels with prediction 0 contribute more than half of KLD: compare KLD"
              + " with care, or store maps without zeros (16 bits)");
    }
    return lines;
  }

  /** Frames that lack a metric although they have the ground truth that another needs, too. */
  private static long difference(Map<Metric, Long> undefined, Metric metric, Metric other) {
    return undefined.getOrDefault(metric, 0L) - undefined.getOrDefault(other, 0L);
  }
}
