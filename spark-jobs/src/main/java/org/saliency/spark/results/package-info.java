/**
 * Results of a run: metric tables, summary, quarantine table and manifest.
 *
 * <p>In: the results of tasks. Out: Parquet, CSV and JSON in the output folder, which {@code
 * leaderboard}, {@code report} and other programs read.
 */
package org.saliency.spark.results;
