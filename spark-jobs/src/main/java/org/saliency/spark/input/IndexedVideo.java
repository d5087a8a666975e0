package org.saliency.spark.input;

import org.saliency.video.VideoIndex;

/**
 * A video file and its index, valid while path, length and modification time stay the same.
 *
 * @param path of the file
 * @param length in bytes
 * @param modified milliseconds since the epoch
 * @param index of the file
 */
public record IndexedVideo(String path, long length, long modified, VideoIndex index) {}
