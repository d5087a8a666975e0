/**
 * The predictor as a Spark ML Transformer. On the driver it checks columns and sends the model file
 * to the executors; what runs there is a stream of pictures through a shared model.
 */
package org.saliency.spark.ml;
