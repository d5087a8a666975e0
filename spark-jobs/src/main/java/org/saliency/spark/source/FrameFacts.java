package org.saliency.spark.source;

/**
 * Properties of a frame that its video's index has.
 *
 * @param video name of the video
 * @param frame number, from 0
 * @param ptsMicros presentation time in microseconds
 * @param width of the video's frames
 * @param height of the video's frames
 * @param isKeyFrame whether it is a key frame
 */
record FrameFacts(
    String video, int frame, long ptsMicros, int width, int height, boolean isKeyFrame) {}
