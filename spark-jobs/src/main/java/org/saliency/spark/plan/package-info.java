/**
 * Decides what to do before anything is done: videos become segments, segments become tasks, and
 * what an earlier run has published is left out. Pure: knows neither Spark nor DJL.
 */
package org.saliency.spark.plan;
