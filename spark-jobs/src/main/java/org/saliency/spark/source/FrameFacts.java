package org.saliency.spark.source;

/**
 * What is known of a frame without decoding it.
 *
 * @param video name of its video
 * @param frame its number, from 0
 * @param ptsMicros when it is shown
 * @param width of the video's frames
 * @param height of the video's frames
 * @param isKeyFrame whether it can be decoded by itself
 */
record FrameFacts(
    String video, int frame, long ptsMicros, int width, int height, boolean isKeyFrame) {}
