/**
 * The job {@code score}: videos in, saliency maps, metrics and a manifest out.
 *
 * <p>{@code ScoreJob} is its summary. The driver reads the inputs (package {@code input}), plans
 * segments and tasks ({@code plan}) and distributes the model ({@code serving}); tasks predict
 * ({@code pipeline}) and publish segments ({@code output}); the driver aggregates the metrics
 * ({@code results}).
 */
package org.saliency.spark.score;
