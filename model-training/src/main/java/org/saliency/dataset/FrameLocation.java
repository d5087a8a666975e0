package org.saliency.dataset;

import java.io.Serializable;

/**
 * Where a picture, a map or the fixations of one frame lie: in a file of their own, or as one frame
 * of a file of many (a video file, a {@code fixations.json}).
 *
 * @param path path of the file
 * @param number which frame of the file, from 0; -1 when the file is of this frame alone
 */
public record FrameLocation(String path, int number) implements Serializable {

  private static final int ALONE = -1;

  public FrameLocation {
    if (number < ALONE) {
      throw new IllegalArgumentException("frame " + number + " of " + path);
    }
  }

  /** A file of one frame. */
  public static FrameLocation file(String path) {
    return new FrameLocation(path, ALONE);
  }

  /** A frame of a file of many. */
  public static FrameLocation inFile(String path, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("frame " + number + " of " + path);
    }
    return new FrameLocation(path, number);
  }

  /** Whether the file is of this frame alone. */
  public boolean isFile() {
    return number == ALONE;
  }

  /** The path, or {@code frame 17 of clip.mp4}, counted from 0. */
  @Override
  public String toString() {
    return isFile() ? path : "frame " + number + " of " + path;
  }
}
