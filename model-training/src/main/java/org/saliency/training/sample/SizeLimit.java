package org.saliency.training.sample;

import org.saliency.frame.Size;

/** The size at which a frame or map is read, from its size as stored. */
public sealed interface SizeLimit {

  /** The size to read. */
  Size of(Size stored);

  /** As stored. */
  record None() implements SizeLimit {

    @Override
    public Size of(Size stored) {
      return stored;
    }
  }

  /**
   * A fixed size for what exceeds it on a side, whatever its aspect ratio.
   *
   * @param size the size
   */
  record Box(Size size) implements SizeLimit {

    @Override
    public Size of(Size stored) {
      return stored.width() <= size.width() && stored.height() <= size.height() ? stored : size;
    }
  }

  /**
   * A maximum width; the aspect ratio is kept.
   *
   * @param width in pixels
   */
  record Width(int width) implements SizeLimit {

    @Override
    public Size of(Size stored) {
      return stored.width() <= width
          ? stored
          : new Size(
              width,
              (int) Math.max(1, Math.round((double) stored.height() * width / stored.width())));
    }
  }
}
