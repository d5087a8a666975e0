package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters that share a learning rate.
 *
 * @param name name of the group in a saved state
 * @param parameters parameters by full name, on their device
 * @param learningRateFactor factor of the schedule's learning rate
 */
public record ParameterGroup(
    String name, Map<String, NDArray> parameters, double learningRateFactor) {

  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
