package org.saliency.dataset.inspection;

import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** A frame with its ground truth. */
record SampledFrame(
    String name, Frame frame, Optional<SaliencyMap> map, Optional<Fixations> fixations) {}
