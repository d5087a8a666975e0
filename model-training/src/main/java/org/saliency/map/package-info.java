/**
 * Saliency maps and fixations: types, resizing and cropping, image files and JSON lists. Arithmetic
 * is in double precision without native libraries, so that every machine computes the same values.
 */
package org.saliency.map;
