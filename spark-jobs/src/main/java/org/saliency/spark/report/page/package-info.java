/**
 * The page of a report: what it says ({@link org.saliency.spark.report.page.Report}), how its
 * pictures and charts are drawn, and how it is written as HTML. Nothing here opens a file.
 */
package org.saliency.spark.report.page;
