package org.saliency.dataset.synthetic;

/** How attractive objects, which observers look at, differ from the others. */
public enum Attraction {
  /** By appearance: rings of a warm, saturated colour. All objects move alike. */
  APPEARANCE,
  /** By motion: they move fast, the others rest. All objects look alike. */
  MOTION
}
