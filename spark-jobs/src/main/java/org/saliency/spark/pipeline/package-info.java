/**
 * Three bounded stages around a device: decode ahead, predict in batches, write behind.
 *
 * <p>In: a recipe of the model and a source of frames. Out: maps, in the order of the frames.
 * Package {@code score} writes them to files, {@code ml} to rows of a DataFrame.
 */
package org.saliency.spark.pipeline;
