package org.saliency.dataset;

import java.util.Locale;
import org.saliency.frame.Frame;

/**
 * Counts black frames among frames whose ground truth is not black. A fade explains a few of them,
 * many are a sign of frames that were decoded or extracted wrongly.
 */
public final class BlackFrames {

  /** Share of the frames from which black ones are many. */
  private static final double MANY = 0.1;

  private int read;
  private int black;

  /** Adds a frame. */
  public void add(Frame frame) {
    add(1, frame.isBlack() ? 1 : 0);
  }

  /**
   * Adds frames.
   *
   * @param frames number of frames
   * @param blackFrames number of those that are black
   */
  public void add(int frames, int blackFrames) {
    read += frames;
    black += blackFrames;
  }

  /** Number of frames. */
  public int read() {
    return read;
  }

  /** Number of black frames. */
  public int black() {
    return black;
  }

  /** Whether all frames are black; not of none. */
  public boolean areAll() {
    return read > 0 && black == read;
  }

  /** Whether at least half of the frames are black; not of none. */
  public boolean areMost() {
    return read > 0 && 2 * black >= read;
  }

  /** Whether so many frames are black that a user should look at them. */
  public boolean areMany() {
    return black > 0 && black >= MANY * read;
  }

  /** A sentence with the counts and what to do. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d of %d frames that were read are black, but their maps are not: look at the frames, and"
            + " decode or extract them again",
        black,
        read);
  }
}
