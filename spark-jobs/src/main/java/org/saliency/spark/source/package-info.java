/**
 * Videos as a DataFrame: the data source {@code saliency-video} of Spark SQL, one row a frame.
 *
 * <p>A query goes this way. The builder ({@link org.saliency.spark.source.VideoScanBuilder}) takes
 * the columns, filters and counts that Spark hands down. The files are listed and each is looked
 * into once ({@link org.saliency.spark.source.VideoIndexCache}); the filters choose frames from
 * what the indexes tell ({@link org.saliency.spark.source.FrameSelection}). A count ends there. For
 * rows the frames are cut at key frames and dealt out ({@link
 * org.saliency.spark.source.PartitionPlanner}), and tasks read them ({@link
 * org.saliency.spark.source.FrameReader}), decoding only where pictures are asked for.
 */
package org.saliency.spark.source;
