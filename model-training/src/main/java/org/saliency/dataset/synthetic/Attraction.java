package org.saliency.dataset.synthetic;

/** What tells the things that observers look at from the others. */
public enum Attraction {
  /** Their look: rings of a warm, saturated colour. All things move alike. */
  APPEARANCE,
  /** Their motion: they move, and fast; the others rest. All things look alike. */
  MOTION
}
