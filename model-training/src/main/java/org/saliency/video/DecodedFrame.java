package org.saliency.video;

import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Frame;

/**
 * A decoded frame of a video, or the decoding error: exactly one of {@code picture} and {@code
 * error} is present.
 *
 * @param frame number in presentation order, from 0
 * @param ptsMicros presentation time in microseconds of the file's clock; may be negative
 */
public record DecodedFrame(
    int frame,
    long ptsMicros,
    boolean isKeyFrame,
    Optional<Frame> picture,
    Optional<UserException> error) {

  public DecodedFrame {
    if (picture.isPresent() == error.isPresent()) {
      throw new IllegalArgumentException("frame " + frame + " needs either a picture or an error");
    }
  }

  /** The picture or the error. */
  public Decoded<Frame> decoded() {
    return new Decoded<>(picture, error);
  }
}
