package org.saliency.spark.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saliency.metric.Metric;

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
          count(missing.frames(), "frame")
              + " without a map"
              + (missing.videos() == 0
                  ? ""
                  : " (" + count(missing.videos(), "video") + " without any)")
              + (missing.isSkipped()
                  ? ": left out of the metrics (missing = skip)"
                  : ": measured as all-zero maps (missing = zero)"));
    }
    Coverage.Extra extra = coverage.extra();
    if (extra.frames() > 0) {
      lines.add(count(extra.frames(), "predicted frame") + " without ground truth: not measured");
    }
    if (extra.videos() > 0) {
      lines.add(count(extra.videos(), "predicted video") + " without ground truth: not measured");
    }
    long constant = difference(undefined, Metric.AUC_JUDD, Metric.NSS);
    if (constant > 0) {
      lines.add(
          count(constant, "frame")
              + " with fixations and a constant map: AUC-Judd is undefined and left out of its mean");
    }
    long zero = difference(undefined, Metric.KLD, Metric.SIM);
    if (zero > 0) {
      lines.add(
          count(zero, "frame")
              + " with an all-zero map: KLD is undefined and left out of its mean");
    }
    if (notes.kldZeroFrames() > 0) {
      lines.add(
          count(notes.kldZeroFrames(), "frame")
              + " in which pixels with prediction 0 contribute more than half of KLD: compare KLD"
              + " with care, or store maps without zeros (16 bits)");
    }
    return lines;
  }

  /** Frames that lack a metric although they have the ground truth that another needs, too. */
  private static long difference(Map<Metric, Long> undefined, Metric metric, Metric other) {
    return undefined.getOrDefault(metric, 0L) - undefined.getOrDefault(other, 0L);
  }

  /** A count of things: {@code 1 video}, {@code 1,200 frames}. */
  static String count(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }
}
