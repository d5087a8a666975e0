package org.saliency.video;

import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Frame;

/**
 * A frame of a video, or what kept it from being decoded: one of {@code picture} and {@code fault}
 * is there.
 *
 * @param frame its number in the whole video, from 0, in presentation order
 * @param ptsMicros when it is shown, in microseconds of the file's own clock (may be negative)
 * @param isKeyFrame whether it can be decoded by itself
 * @param picture the frame
 * @param fault why there is no picture
 */
public record DecodedFrame(
    int frame,
    long ptsMicros,
    boolean isKeyFrame,
    Optional<Frame> picture,
    Optional<UserException> fault) {

  public DecodedFrame {
    if (picture.isPresent() == fault.isPresent()) {
      throw new IllegalArgumentException("frame " + frame + " needs a picture or a fault");
    }
  }
}
