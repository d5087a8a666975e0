/**
 * Decodes, predicts and finishes items in three bounded stages that run side by side.
 *
 * <p>In: a source of items, the steps of an item and a model. Out: the results in the order of the
 * source. Package {@code score} uses it to write the maps of segments, package {@code ml} to add
 * maps to rows. The pipeline itself knows neither, and nothing of Spark.
 */
package org.saliency.spark.pipeline;
