package org.saliency.spark.output;

import org.saliency.video.VideoIndex;

/**
 * A video file that was looked into, as it was then.
 *
 * @param path of the file
 * @param length in bytes
 * @param modified milliseconds since the epoch
 * @param index what it holds
 */
public record KnownVideo(String path, long length, long modified, VideoIndex index) {}
