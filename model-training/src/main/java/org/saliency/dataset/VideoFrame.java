package org.saliency.dataset;

import java.util.Optional;
import org.saliency.frame.FrameName;

/**
 * The locations of one frame and its ground truth.
 *
 * @param index in the video, from 0
 * @param name stem of the frame's file, or its number from 1 in a video file, {@code 000017}
 * @param image location of the image
 * @param map location of the ground-truth map
 * @param fixations location of the fixations
 */
public record VideoFrame(
    int index,
    String name,
    FrameLocation image,
    Optional<FrameLocation> map,
    Optional<FrameLocation> fixations) {

  /** The key that matches the frame with its map and fixations, see {@link FrameName#key}. */
  public String key() {
    return image.isFile() ? FrameName.key(image.path()) : numberKey(image.number());
  }

  /** The key of a frame in a video file. */
  static String numberKey(int number) {
    return Integer.toString(number + 1);
  }

  /** The name of a frame in a video file. */
  static String numberName(int number) {
    return "%06d".formatted(number + 1);
  }

  VideoFrame withTruth(Optional<FrameTruth> truth) {
    return new VideoFrame(
        index, name, image, truth.flatMap(FrameTruth::map), truth.flatMap(FrameTruth::fixations));
  }
}
