/**
 * The job {@code evaluate}: maps of any method and ground truth in, metrics out.
 *
 * <p>{@link org.saliency.spark.evaluate.EvaluateJob} is its summary; a task measures segments of
 * frames and publishes nothing but numbers, which package {@code results} turns into tables.
 */
package org.saliency.spark.evaluate;
