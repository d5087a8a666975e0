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
 * What is done to a network's maps so that they come closer to where people look: a value v becomes
 * (1 - w) f(v) + w prior, where f never falls.
 *
 * @param brightness f at values equally far apart from 0 to 1, at least two, in 0..1; linear
 *     between them
 * @param priorWeight w, 0..1
 * @param prior rows of the center prior, in 0..1, interpolated to the size of the maps; empty when
 *     the weight is 0
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Calibration(
    List<Double> brightness,
    double priorWeight,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Double>> prior) {

  /** Leaves every map as it is. */
  public static final Calibration NONE = new Calibration(List.of(0.0, 1.0), 0, List.of());

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException when one is out of range, f falls, or the prior is no map
   */
  public Calibration {
    brightness = List.copyOf(brightness);
    prior = prior == null ? List.of() : prior.stream().map(List::copyOf).toList();
    require(brightness.size() >= 2, "its brightness has fewer than two values");
    double last = 0;
    for (double level : brightness) {
      require(level >= last && level <= 1, "its brightness does not rise within 0..1");
      last = level;
    }
    require(priorWeight >= 0 && priorWeight <= 1, "its prior weight is not in 0..1");
    require(priorWeight == 0 || !prior.isEmpty(), "it has a prior weight and no prior");
    for (List<Double> row : prior) {
      require(
          !row.isEmpty() && row.size() == prior.get(0).size(),
          "the rows of its prior differ in length");
      require(row.stream().allMatch(value -> value >= 0 && value <= 1), "its prior leaves 0..1");
    }
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("calibration: " + fault);
    }
  }

  /** Whether every map stays as it is. */
  public boolean changesNothing() {
    return equals(NONE);
  }

  /**
   * The brightness that a value becomes.
   *
   * @param value 0..1; values outside count as the nearest of these
   */
  public double brightness(double value) {
    int pieces = brightness.size() - 1;
    double position = Math.max(0, Math.min(1, value)) * pieces;
    int piece = Math.min((int) position, pieces - 1);
    double start = brightness.get(piece);
    return start + (position - piece) * (brightness.get(piece + 1) - start);
  }

  /** The prior as a map of a size. */
  public SaliencyMap prior(Size size) {
    if (prior.isEmpty()) {
      return new SaliencyMap(size, new double[size.pixels()]);
    }
    double[] values =
        prior.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    Size own = new Size(prior.get(0).size(), prior.size());
    return Resize.bilinear(new SaliencyMap(own, values), size);
  }

  /** What a map of the network becomes. */
  public SaliencyMap apply(SaliencyMap map) {
    double[] blend = prior(map.size()).values();
    double[] values = new double[blend.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (1 - priorWeight) * brightness(map.values()[i]) + priorWeight * blend[i];
    }
    return new SaliencyMap(map.size(), values);
  }

  /** All that it is, as tensors. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("calibration.brightness", levels());
    if (priorWeight > 0) {
      Size own = new Size(prior.get(0).size(), prior.size());
      tensors.put("calibration.prior", weightedPrior(own));
      tensors.put("calibration.share", share());
    }
    return tensors;
  }

  /** What the map keeps of itself. */
  Tensor share() {
    return Tensor.of(new long[] {1}, new float[] {(float) (1 - priorWeight)});
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
