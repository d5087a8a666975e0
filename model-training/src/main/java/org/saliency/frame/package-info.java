/**
 * The frame: an RGB image, its size, the order of frame file names, and colour changes. Every other
 * package builds on this one.
 */
package org.saliency.frame;
