/**
 * Pictures for people: heat maps, overlays, fixation dots, text in a bitmap font, sheets of labelled
 * pictures.
 *
 * <p>In: frames, maps and fixations. Out: frames, Java images, JPEG and PNG files. Training writes
 * its sample sheets with it, {@code score} its overlay videos, the report its pictures.
 */
package org.saliency.drawing;
