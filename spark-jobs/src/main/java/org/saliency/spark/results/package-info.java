/**
 * What a run says about itself: metric tables, summary, quarantine table and manifest.
 *
 * <p>In: the outcomes of tasks. Out: Parquet, CSV and JSON in the output folder, which {@code
 * leaderboard}, {@code report} and other programs read.
 */
package org.saliency.spark.results;
