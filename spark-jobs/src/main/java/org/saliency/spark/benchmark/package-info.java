/**
 * How fast this machine does each stage of scoring, the whole of it, and a step of training. The
 * single stages run here, on all cores side by side; the whole is a real scoring job on Spark.
 */
package org.saliency.spark.benchmark;
