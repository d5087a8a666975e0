/**
 * How fast this machine does each stage of scoring, the whole of it, a pipeline with the predictor,
 * and a step of training. The single stages run here, on all cores side by side; the whole and the
 * pipeline are real jobs on Spark.
 */
package org.saliency.spark.benchmark;
