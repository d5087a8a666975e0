/**
 * Pictures for people: heat maps, overlays, text in a bitmap font, sheets of labelled tiles.
 *
 * <p>In: frames, maps, fixations, numbers. Out: RGB frames and PNG bytes. Nothing here needs a font
 * or a display of the machine. Training writes its sample sheets with it, {@code score} its overlay
 * videos, the report its pictures.
 */
package org.saliency.drawing;
