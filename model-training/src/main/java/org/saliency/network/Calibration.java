package org.saliency.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * Correction of a network's maps towards the ground truth: an adaptation to a data set, if there is
 * one; then a value v becomes (1 - w) f(v) + w prior, where f is non-decreasing. Calibrations of
 * today are adaptations alone, older ones have f and a prior.
 *
 * @param brightness f at equally spaced values from 0 to 1, at least two, in 0..1; linear in
 *     between
 * @param priorWeight w, 0..1
 * @param prior rows of the center prior, in 0..1, interpolated to the size of the maps; empty when
 *     the weight is 0
 * @param adaptation null for none
 * @param heldOut how maps of videos that were left out of the fit changed; null if unknown
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Calibration(
    List<Double> brightness,
    double priorWeight,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Double>> prior,
    @JsonInclude(JsonInclude.Include.NON_NULL) Adaptation adaptation,
    @JsonInclude(JsonInclude.Include.NON_NULL) HeldOut heldOut) {

  /**
   * Metrics on videos that were left out: NSS, SIM, CC and KLD by column name, means over all
   * videos. Each was left out of one fit.
   *
   * @param videos number of videos
   * @param frames number of frames
   * @param folds number of fits
   * @param before without calibration
   * @param after with the calibration that was fitted without the video
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record HeldOut(
      int videos, int frames, int folds, Map<String, Double> before, Map<String, Double> after) {}

  /** No change. */
  public static final Calibration NONE = new Calibration(List.of(0.0, 1.0), 0, List.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when a value is out of range, f decreases, or the rows of the
   *     prior differ in length
   */
  public Calibration {
    brightness = List.copyOf(brightness);
    prior = prior == null ? List.of() : prior.stream().map(List::copyOf).toList();
    require(brightness.size() >= 2, "brightness has fewer than two values");
    double last = 0;
    for (double level : brightness) {
      require(level >= last && level <= 1, "brightness is not non-decreasing within 0..1");
      last = level;
    }
    require(priorWeight >= 0 && priorWeight <= 1, "prior weight is not in 0..1");
    require(priorWeight == 0 || !prior.isEmpty(), "prior weight is given without a prior");
    for (List<Double> row : prior) {
      require(
          !row.isEmpty() && row.size() == prior.get(0).size(),
          "rows of the prior differ in length");
      require(
          row.stream().allMatch(value -> value >= 0 && value <= 1),
          "a value of the prior is not in 0..1");
    }
  }

  /** A calibration by a curve and a prior. */
  public Calibration(List<Double> brightness, double priorWeight, List<List<Double>> prior) {
    this(brightness, priorWeight, prior, null, null);
  }

  /** A calibration by an adaptation. */
  public static Calibration of(Adaptation adaptation, HeldOut heldOut) {
    return new Calibration(NONE.brightness, 0, List.of(), adaptation, heldOut);
  }

  private static void require(boolean condition, String error) {
    if (!condition) {
      throw new IllegalArgumentException("calibration: " + error);
    }
  }

  /** Whether maps stay unchanged. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Evaluates f.
   *
   * @param value clamped to 0..1
   */
  public double brightness(double value) {
    int pieces = brightness.size() - 1;
    double position = Math.max(0, Math.min(1, value)) * pieces;
    int piece = Math.min((int) position, pieces - 1);
    double start = brightness.get(piece);
    return start + (position - piece) * (brightness.get(piece + 1) - start);
  }

  /** The prior resized to a map size. */
  public SaliencyMap prior(Size size) {
    if (prior.isEmpty()) {
      return new SaliencyMap(size, new double[size.pixels()]);
    }
    double[] values =
        prior.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    Size own = new Size(prior.get(0).size(), prior.size());
    return Resize.bilinear(new SaliencyMap(own, values), size);
  }

  /** Calibrates a map. */
  public SaliencyMap apply(SaliencyMap map) {
    SaliencyMap adapted = adaptation == null ? map : adaptation.apply(map);
    double[] blend = prior(map.size()).values();
    double[] values = new double[blend.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (1 - priorWeight) * brightness(adapted.values()[i]) + priorWeight * blend[i];
    }
    return new SaliencyMap(map.size(), values);
  }

  /** All values as tensors, for hashing. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("calibration.brightness", levels());
    if (priorWeight > 0) {
      Size own = new Size(prior.get(0).size(), prior.size());
      tensors.put("calibration.prior", weightedPrior(own));
      tensors.put("calibration.share", share());
    }
    if (adaptation != null) {
      tensors.put("calibration.adaptation", adaptation.numbers());
    }
    return tensors;
  }

  /** The weight of the network's own map, 1 - w. */
  Tensor share() {
    return Tensor.of(new long[] {1}, new float[] {(float) (1 - priorWeight)});
  }

  /** Whether values are changed by a curve. */
  boolean hasCurve() {
    return !brightness.equals(NONE.brightness);
  }

  Tensor levels() {
    float[] levels = new float[brightness.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = brightness.get(i).floatValue();
    }
    return Tensor.of(new long[] {levels.length}, levels);
  }

  /** The prior times its weight. */
  Tensor weightedPrior(Size size) {
    double[] values = prior(size).values();
    float[] weighted = new float[values.length];
    for (int i = 0; i < weighted.length; i++) {
      weighted[i] = (float) (priorWeight * values[i]);
    }
    return Tensor.of(new long[] {size.height(), size.width()}, weighted);
  }
}
