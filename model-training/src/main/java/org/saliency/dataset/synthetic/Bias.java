package org.saliency.dataset.synthetic;

/** Where the things that observers look at are; the others are anywhere. */
public enum Bias {
  /** Anywhere. */
  NONE,
  /** In the left half, at their middle. */
  LEFT,
  /** In the right half: the videos are those of {@link #LEFT} of the same seed, mirrored. */
  RIGHT
}
