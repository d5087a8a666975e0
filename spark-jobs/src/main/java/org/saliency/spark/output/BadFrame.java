package org.saliency.spark.output;

import java.io.Serializable;

/**
 * A frame that could not be scored: a row of the quarantine.
 *
 * @param video its video
 * @param frame its position in the video, from 0
 * @param stage what failed: {@code decode} or {@code ground-truth}
 * @param error kind of fault
 * @param message what was wrong, with the path
 */
public record BadFrame(String video, int frame, String stage, String error, String message)
    implements Serializable {}
