/**
 * Inputs of the jobs: videos and their indexes, ground truth, predictions.
 *
 * <p>In: paths on any Hadoop file system. Out: videos for package {@code plan} and, on executors,
 * frames and maps of a segment.
 */
package org.saliency.spark.input;
