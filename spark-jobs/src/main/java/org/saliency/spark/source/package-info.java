/**
 * Videos as a DataFrame: the Spark SQL data source {@code saliency-video}, one row per frame.
 *
 * <p>{@link org.saliency.spark.source.VideoScanBuilder} accepts the columns, filters and counts
 * that Spark pushes down. {@link org.saliency.spark.source.FrameSelection} lists and indexes the
 * files and selects frames by the filters; a count ends there. {@link
 * org.saliency.spark.source.PartitionPlanner} cuts the selected frames at key frames into tasks,
 * which {@link org.saliency.spark.source.FrameReader} reads, decoding only if images are selected.
 */
package org.saliency.spark.source;
