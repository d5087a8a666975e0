/**
 * Running and observing Spark jobs: job descriptions, progress, time by activity, stall warnings,
 * and the errors of tasks on the driver.
 *
 * <p>In: the events of running tasks. Out: accumulators, from which Spark's UI, the progress bar
 * and the manifest's task times are filled; executor metrics; warnings in the logs.
 */
package org.saliency.spark.task;
