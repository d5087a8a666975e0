package org.saliency.network;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters with which a network computes in int8, and what this costs.
 *
 * @param ranges largest magnitude of each convolution's results that int8 represents, by the path
 *     of the convolution; larger ones are clipped. The results include the batch norm, sum and ReLU
 *     that follow the convolution.
 * @param costs metrics before and after quantisation
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Quantisation(Map<String, Double> ranges, List<Cost> costs) {

  /** Role of the frames that the cost was measured on. */
  public enum Role {
    /** Their activations determined the ranges. */
    CALIBRATION,
    /** They did not. */
    VALIDATION
  }

  /**
   * Metrics of the maps of float32 and of the int8 network.
   *
   * @param role role of the frames
   * @param data folder of the videos
   * @param videos number of videos
   * @param frames number of frames
   * @param before metrics in float32 by column name; means over the videos
   * @param after metrics in int8
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Cost(
      Role role,
      String data,
      int videos,
      int frames,
      Map<String, Double> before,
      Map<String, Double> after) {

    public Cost {
      before = new TreeMap<>(before);
      after = new TreeMap<>(after);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when there are no ranges, or one is not positive and finite
   */
  public Quantisation {
    if (ranges == null || ranges.isEmpty()) {
      throw new IllegalArgumentException("quantisation: it has no ranges");
    }
    ranges = new TreeMap<>(ranges);
    costs = costs == null ? List.of() : List.copyOf(costs);
    ranges.forEach(
        (path, range) -> {
          if (!(range > 0) || Double.isInfinite(range)) {
            throw new IllegalArgumentException(
                "quantisation: range " + range + " of " + path + " is not positive and finite");
          }
        });
  }

  /** The same ranges with measured costs. */
  public Quantisation withCosts(List<Cost> measured) {
    return new Quantisation(ranges, measured);
  }

  /** All ranges as tensors, for hashing. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    ranges.forEach(
        (path, range) ->
            tensors.put(
                "quantisation." + path,
                Tensor.of(new long[] {1}, new float[] {range.floatValue()})));
    return tensors;
  }
}
