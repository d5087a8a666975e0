package org.saliency.dataset;

import java.util.Optional;

/** The ground truth of one frame; at least one of the two is present. */
public record FrameTruth(Optional<FrameLocation> map, Optional<FrameLocation> fixations) {}
