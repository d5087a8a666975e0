package org.saliency.spark.output;

import java.io.Serializable;

/**
 * A frame that could not be scored, or a whole video: a row of the quarantine.
 *
 * @param video its video
 * @param frame its position in the video, from 0; null for the whole video
 * @param stage what failed: {@code index}, {@code decode}, {@code predict} or {@code ground-truth}
 * @param error kind of fault
 * @param message what was wrong, with the path
 */
public record BadFrame(String video, Integer frame, String stage, String error, String message)
    implements Serializable {

  /** A frame and its fault. */
  public static BadFrame of(String video, int frame, String stage, RuntimeException fault) {
    return new BadFrame(video, frame, stage, kind(fault), fault.getMessage());
  }

  /** A video of which nothing can be read. */
  public static BadFrame wholeVideo(String video, RuntimeException fault) {
    return new BadFrame(video, null, "index", kind(fault), fault.getMessage());
  }

  private static String kind(RuntimeException fault) {
    return fault.getCause() == null ? "invalid" : fault.getCause().getClass().getName();
  }
}
