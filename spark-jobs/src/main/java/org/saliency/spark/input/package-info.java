/**
 * What jobs read: videos and frames, ground truth, predictions, indexes of video files.
 *
 * <p>In: paths on any Hadoop file system. Out: videos for the planner, and, on executors, the
 * frames and maps of a segment. Next comes package {@code plan}.
 */
package org.saliency.spark.input;
