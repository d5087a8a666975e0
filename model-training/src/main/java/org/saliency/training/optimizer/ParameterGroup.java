package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters that share a learning rate.
 *
 * @param name tells groups apart in a saved state
 * @param parameters by full name, on their device
 * @param learningRateFactor what the schedule's learning rate is multiplied by
 */
public record ParameterGroup(
    String name, Map<String, NDArray> parameters, double learningRateFactor) {

  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
