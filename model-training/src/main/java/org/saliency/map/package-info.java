/**
 * Saliency maps and fixations: the types, how they change size, and the picture files that hold
 * them. Arithmetic is in double precision and free of native libraries, so that every machine
 * computes the same values.
 */
package org.saliency.map;
