package org.saliency.spark.output;

import java.io.Serializable;

/**
 * A frame or a whole video that could not be scored: a row of the quarantine.
 *
 * @param video name of the video
 * @param frame position in the video, from 0; null for the whole video
 * @param stage the step that failed: {@code index}, {@code decode}, {@code predict} or {@code
 *     ground-truth}
 * @param error class of the exception, or {@code invalid}
 * @param message of the exception, with the path
 */
public record BadFrame(String video, Integer frame, String stage, String error, String message)
    implements Serializable {

  /** A bad frame. */
  public static BadFrame of(String video, int frame, String stage, RuntimeException exception) {
    return new BadFrame(video, frame, stage, kind(exception), exception.getMessage());
  }

  /** A video that cannot be read. */
  public static BadFrame wholeVideo(String video, RuntimeException exception) {
    return new BadFrame(video, null, "index", kind(exception), exception.getMessage());
  }

  private static String kind(RuntimeException exception) {
    return exception.getCause() == null ? "invalid" : exception.getCause().getClass().getName();
  }
}
