/**
 * The page of a report: what it says ({@link org.saliency.spark.report.Report}), how its pictures
 * and charts are drawn, and how it is written as HTML. Reading is the job's part; nothing here
 * opens a file.
 */
package org.saliency.spark.report;
