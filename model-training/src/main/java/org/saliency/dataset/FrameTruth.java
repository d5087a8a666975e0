package org.saliency.dataset;

import java.util.Optional;

/**
 * Where the ground truth of one frame lies; at least one of the two is there.
 *
 * @param map path of the ground-truth map
 * @param fixations path of the fixations
 */
public record FrameTruth(Optional<String> map, Optional<String> fixations) {}
