package org.saliency.dataset;

import java.io.Serializable;

/**
 * The location of a frame's image, map or fixations: a file of its own, or one frame of a video
 * file or {@code fixations.json}.
 *
 * @param path of the file
 * @param number of the frame in the file, from 0; -1 for a file with a single frame
 * @param isLast whether the file must end with this frame; known for lists of fixations
 */
public record FrameLocation(String path, int number, boolean isLast) implements Serializable {

  private static final int SINGLE = -1;

  public FrameLocation {
    if (number < SINGLE) {
      throw new IllegalArgumentException("frame " + number + " of " + path);
    }
  }

  /** A frame that need not be the last of its file. */
  public FrameLocation(String path, int number) {
    this(path, number, false);
  }

  /** A file with a single frame. */
  public static FrameLocation file(String path) {
    return new FrameLocation(path, SINGLE);
  }

  /** A frame of a file with many frames. */
  public static FrameLocation inFile(String path, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("frame " + number + " of " + path);
    }
    return new FrameLocation(path, number);
  }

  /** Whether the file contains only this frame. */
  public boolean isFile() {
    return number == SINGLE;
  }

  /** The path, or {@code frame 17 of clip.mp4}, counted from 0. */
  @Override
  public String toString() {
    return isFile() ? path : "frame " + number + " of " + path;
  }
}
