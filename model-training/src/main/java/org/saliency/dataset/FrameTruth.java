package org.saliency.dataset;

import java.util.Optional;

/**
 * Where the ground truth of one frame lies; at least one of the two is there.
 *
 * @param map where the ground-truth map is
 * @param fixations where the fixations are
 */
public record FrameTruth(Optional<FrameLocation> map, Optional<FrameLocation> fixations) {}
