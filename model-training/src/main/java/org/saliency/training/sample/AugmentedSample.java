package org.saliency.training.sample;

import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * What the network learns from one frame, at the network's size, in a form that people can look at.
 *
 * @param path of the frame
 * @param transformation how it was made
 * @param frame the picture
 * @param map its ground truth
 * @param fixations where observers looked, where that is known
 */
public record AugmentedSample(
    String path,
    Transformation transformation,
    Frame frame,
    SaliencyMap map,
    Optional<Fixations> fixations) {}
