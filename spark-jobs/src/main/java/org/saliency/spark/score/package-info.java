/**
 * The job {@code score}: videos in, saliency maps, metrics and a manifest out.
 *
 * <p>{@link org.saliency.spark.score.ScoreJob} is its summary. The driver reads the inputs (package
 * {@code input}), plans segments and tasks ({@code plan}), broadcasts the model ({@code serving});
 * tasks predict and publish segments ({@code output}); the driver aggregates ({@code results}).
 */
package org.saliency.spark.score;
