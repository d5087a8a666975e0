/**
 * Greyscale PNG files, encoded and decoded in Java.
 *
 * <p>In: the samples of a map, or the bytes of a file. Out: the bytes of a file, or samples. {@link
 * org.saliency.png.GreyPng} compresses and decompresses by runs, since maps contain long runs.
 * Package {@code map} is the only user; it chooses between this decoder and the JDK's.
 */
package org.saliency.png;
