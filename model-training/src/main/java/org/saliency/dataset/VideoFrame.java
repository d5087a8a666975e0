package org.saliency.dataset;

import java.util.Locale;
import java.util.Optional;
import org.saliency.frame.FrameName;

/**
 * The locations of one frame and its ground truth.
 *
 * @param index its place in the video, from 0
 * @param name stem of the frame's file, or its number from 1 in a video file: {@code 000017}
 * @param image where the picture is
 * @param map where the ground-truth map is, when there is one
 * @param fixations where the fixations are, when there are any
 * @param key what this frame shares with its map and fixations, see {@link
 *     org.saliency.frame.FrameKeys}
 */
public record VideoFrame(
    int index,
    String name,
    FrameLocation image,
    Optional<FrameLocation> map,
    Optional<FrameLocation> fixations,
    String key) {

  /** A frame whose key depends on its own file alone, see {@link FrameName#key}. */
  public VideoFrame(
      int index,
      String name,
      FrameLocation image,
      Optional<FrameLocation> map,
      Optional<FrameLocation> fixations) {
    this(
        index,
        name,
        image,
        map,
        fixations,
        image.isFile() ? FrameName.key(image.path()) : numberKey(image.number()));
  }

  /** The key of a frame in a video file. */
  static String numberKey(int number) {
    return Integer.toString(number + 1);
  }

  /** The name of a frame in a video file. */
  static String numberName(int number) {
    return String.format(Locale.ROOT, "%06d", number + 1);
  }

  VideoFrame withTruth(Optional<FrameTruth> truth) {
    return new VideoFrame(
        index,
        name,
        image,
        truth.flatMap(FrameTruth::map),
        truth.flatMap(FrameTruth::fixations),
        key);
  }
}
