/**
 * The job {@code report}: reads the results of one or more runs and chooses the frames to show.
 *
 * <p>In: output folders of {@code score} and {@code evaluate}. Out: a {@link
 * org.saliency.spark.report.page.Report}, which package {@code report.page} writes as one HTML
 * file.
 */
package org.saliency.spark.report;
