/**
 * The predictor as a Spark ML Transformer. The driver checks the columns and distributes the model
 * file to the executors (package {@code serving}); tasks predict the maps of their rows (package
 * {@code pipeline}).
 */
package org.saliency.spark.ml;
