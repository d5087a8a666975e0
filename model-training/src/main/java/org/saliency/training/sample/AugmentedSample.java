package org.saliency.training.sample;

import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * A training sample after augmentation, at the network's input size, in a form to draw.
 *
 * @param path path of the frame
 * @param transformation the transformation applied
 * @param frame the transformed frame
 * @param map the transformed ground-truth map
 * @param fixations the transformed fixations, if known
 */
public record AugmentedSample(
    String path,
    Transformation transformation,
    Frame frame,
    SaliencyMap map,
    Optional<Fixations> fixations) {}
