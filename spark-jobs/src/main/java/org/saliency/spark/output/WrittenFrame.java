package org.saliency.spark.output;

import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.QuantisedMap;
import org.saliency.spark.plan.PlannedFrame;

/**
 * A frame's results, ready to be written.
 *
 * @param frame the frame
 * @param size of the map
 * @param map the map that metrics are computed on
 * @param map16 the 16-bit map, if it is written and {@code map} has 8 bits
 * @param overlay the frame under its map, if it is written
 */
public record WrittenFrame(
    PlannedFrame frame,
    Size size,
    QuantisedMap map,
    Optional<QuantisedMap> map16,
    Optional<Frame> overlay) {}
