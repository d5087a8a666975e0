/**
 * The job {@code evaluate}: maps of any method and ground truth in, metrics out.
 *
 * <p>{@link org.saliency.spark.evaluate.EvaluateJob} is its summary. Tasks measure segments of
 * frames; package {@code results} writes the tables.
 */
package org.saliency.spark.evaluate;
