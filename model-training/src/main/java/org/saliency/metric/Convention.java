package org.saliency.metric;

import java.util.List;
import java.util.function.BiFunction;
import org.saliency.settings.Settings;

/**
 * Conventions by which published metrics are computed: the profiles of this project, and widely
 * used evaluation code. The formulas of the others were written from a reading of that code.
 */
public enum Convention {
  MSU_SAVAM(
      Traits.ofProfile(
          "profile msu-savam: evaluation of the SAVAM data set",
          "set; scaled, rounded and clamped with the letterbox",
          "pixels - N",
          "none",
          "prediction and truth letterboxed to 640x360, bilinear, padded with zeros"),
      List.of(Metric.values()),
      Averaging.VIDEOS,
      (metrics, reference) -> new ProfileFormulas(Profile.MSU_SAVAM, metrics, reference)),
  MSU_CHALLENGE(
      Traits.ofProfile(
          "profile msu-challenge: script of the NTIRE video saliency challenge",
          "list; repeated ones count",
          "pixels - 2",
          "min-max of both maps, before resizing",
          "prediction to the truth's size, bilinear, without antialiasing"),
      List.of(
          Metric.NSS,
          Metric.SIM,
          Metric.CC,
          Metric.AUC_JUDD,
          Metric.AUC_BORJI,
          Metric.SHUFFLED_AUC),
      Averaging.VIDEOS,
      (metrics, reference) -> new ProfileFormulas(Profile.MSU_CHALLENGE, metrics, reference)),
  NATIVE(
      Traits.ofProfile(
          "profile native: the formulas at the truth's own size",
          "as the file gives them: a set from pictures, a list from lists",
          "pixels - N",
          "none",
          "prediction to the truth's size, bilinear, without antialiasing"),
      List.of(Metric.values()),
      Averaging.VIDEOS,
      (metrics, reference) -> new ProfileFormulas(Profile.NATIVE, metrics, reference)),
  MIT_BENCHMARK(
      new Traits(
          "MATLAB code of the MIT saliency benchmark, github.com/cvzoya/saliency",
          "set",
          "AUC-Judd: pixels - N; AUC-Borji: 100 draws of N pixels; sAUC: 100 draws of N pixels that"
              + " are fixated in other videos (the code: in 10 other images)",
          "AUC-Judd: noise up to 1e-7 on maps in 0..1; AUC-Borji and sAUC: thresholds in steps of 0.1",
          "SIM and IG: min-max of both maps; NSS: deviation over n - 1; KLD: eps 2^-52",
          "prediction to the truth's size, bicubic, antialiased, may leave the range",
          "as stored (im2double)"),
      List.of(Metric.values()),
      Averaging.FRAMES,
      (metrics, reference) -> new MatlabFormulas(1e-7)),
  DHF1K(
      new Traits(
          "MATLAB code of DHF1K (code_for_Metrics), github.com/wenguanwang/DHF1K",
          "set",
          "AUC-Judd: pixels - N; AUC-Borji: 100 draws of N pixels; sAUC: 100 draws of N pixels that"
              + " are fixated in other videos (the code: in 10 frames of any video)",
          "AUC-Judd: noise up to 1e-7 on maps in 0..255; AUC-Borji and sAUC: thresholds in steps of"
              + " 0.1",
          "SIM: min-max of both maps; NSS: deviation over n - 1",
          "prediction to the truth's size, bicubic, antialiased, may leave the range; of at most"
              + " 50,000 frames, drawn at random (here: all)",
          "as stored; the code reads the first channel and divides the truth by 255: eight bits"),
      List.of(
          Metric.NSS,
          Metric.SIM,
          Metric.CC,
          Metric.AUC_JUDD,
          Metric.AUC_BORJI,
          Metric.SHUFFLED_AUC),
      Averaging.FRAMES,
      (metrics, reference) -> new MatlabFormulas(1e-7 / 255)),
  PYSALIENCY(
      new Traits(
          "pysaliency, github.com/matthias-k/pysaliency: methods of its saliency map models with"
              + " their defaults",
          "list; repeated ones count",
          "AUC-Judd: pixels that are not fixated; AUC-Borji (AUC, uniform): every pixel; sAUC: a pool"
              + " of other videos' fixations (the code: all of all other images)",
          "AUC-Judd: noise up to 1e-7; else equal values count half",
          "KLD: 1e-20 added to both maps; IG: no epsilon, undefined where a prediction is zero",
          "none in the code, which refuses other sizes; here bilinear to the truth's size",
          "as given, in floating point"),
      List.of(Metric.values()),
      Averaging.FRAMES,
      (metrics, reference) -> new PysaliencyFormulas()) {
    @Override
    public Averaging averaging(Metric metric) {
      return switch (metric) {
        case NSS, AUC_BORJI, SHUFFLED_AUC, INFORMATION_GAIN -> Averaging.FIXATIONS;
        default -> super.averaging(metric);
      };
    }
  };

  /**
   * What distinguishes a convention from others.
   *
   * @param source of the convention
   * @param fixations what a repeated fixation counts
   * @param negatives of the areas under the ROC curve
   * @param ties treatment of equal values in these areas
   * @param normalisation of values, and constants in formulas
   * @param resizing of maps and fixations
   * @param depth of the values
   */
  public record Traits(
      String source,
      String fixations,
      String negatives,
      String ties,
      String normalisation,
      String resizing,
      String depth) {

    private static Traits ofProfile(
        String source, String fixations, String auc, String normalisation, String resizing) {
      return new Traits(
          source,
          fixations,
          "AUC-Judd: " + auc + "; AUC-Borji: every pixel; sAUC: a pool of other videos' fixations",
          "none; equal values count half in AUC-Borji and sAUC",
          normalisation,
          resizing,
          "as stored: value / maximum of the file's depth, mean of the channels");
    }
  }

  private final Traits traits;
  private final List<Metric> metrics;
  private final Averaging averaging;
  private final BiFunction<List<Metric>, Reference, ConventionFormulas> formulas;

  Convention(
      Traits traits,
      List<Metric> metrics,
      Averaging averaging,
      BiFunction<List<Metric>, Reference, ConventionFormulas> formulas) {
    this.traits = traits;
    this.metrics = metrics;
    this.averaging = averaging;
    this.formulas = formulas;
  }

  /** The name in results, such as {@code mit-benchmark}. */
  public String option() {
    return Settings.kebab(this);
  }

  public Traits traits() {
    return traits;
  }

  /** The metrics that the convention defines, in column order. */
  public List<Metric> metrics() {
    return metrics;
  }

  /** What the mean of a metric is taken over. */
  public Averaging averaging(Metric metric) {
    return averaging;
  }

  /**
   * Formulas for the frames of a task.
   *
   * @param metrics to compute at least, of those that the convention defines
   * @param reference of the frames
   */
  ConventionFormulas formulas(List<Metric> metrics, Reference reference) {
    return formulas.apply(metrics, reference);
  }
}
