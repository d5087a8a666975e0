package org.saliency.dataset.synthetic;

/** Where attractive objects are; the others are anywhere. */
public enum Bias {
  /** Anywhere. */
  NONE,
  /** Their centres are in the left half. */
  LEFT,
  /** In the right half: the videos of {@link #LEFT} with the same seed, mirrored. */
  RIGHT
}
