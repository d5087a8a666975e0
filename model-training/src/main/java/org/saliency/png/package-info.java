/**
 * Grey PNG files, encoded and decoded in Java.
 *
 * <p>In: the samples of a map, or the bytes of a file. Out: the bytes of a file, or samples. Maps
 * consist of long runs, so {@link org.saliency.png.GreyPng} compresses and inflates by runs.
 * Package {@code map} is the only user; it decides between this decoder and the JDK's.
 */
package org.saliency.png;
