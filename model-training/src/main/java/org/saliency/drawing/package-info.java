/**
 * Pictures for people: heat maps, overlays, fixation dots, text in a bitmap font, sheets of
 * labelled pictures.
 *
 * <p>{@link org.saliency.drawing.Fonts} lets the chart library draw text on machines without fonts;
 * all other text is drawn in the bitmap font.
 *
 * <p>In: frames, maps and fixations. Out: frames, Java images, JPEG and PNG files. Training writes
 * its sample sheets with it, {@code score} its overlay videos, the report its pictures.
 */
package org.saliency.drawing;
