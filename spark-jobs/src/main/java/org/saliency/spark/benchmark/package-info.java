/**
 * Throughput of this machine: single stages of scoring, whole scoring jobs, a pipeline with the
 * predictor, and training steps. Single stages run in this process on all cores, the others as
 * Spark jobs.
 */
package org.saliency.spark.benchmark;
