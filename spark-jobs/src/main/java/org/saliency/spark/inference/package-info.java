/**
 * What executors do: decode frames ahead of the device, predict their maps in batches that cross
 * the borders of segments, measure and encode them behind it, and publish each segment when its
 * last frame is done; or measure maps that are there. A model is opened once for a JVM and device
 * and shared by its tasks. Every task tells of its stages: the frames that are done, the time that
 * they take, and where they are stuck.
 */
package org.saliency.spark.inference;
