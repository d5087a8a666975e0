package org.saliency.spark.output;

import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.QuantisedMap;
import org.saliency.spark.plan.PlannedFrame;

/**
 * What is written of a frame.
 *
 * @param frame which it is
 * @param size of its map
 * @param map its map, which metrics are measured on, too
 * @param map16 its map at 16 bits, where that is written
 * @param overlay the frame under its map, where that is written
 */
public record WrittenFrame(
    PlannedFrame frame,
    Size size,
    QuantisedMap map,
    Optional<QuantisedMap> map16,
    Optional<Frame> overlay) {}
