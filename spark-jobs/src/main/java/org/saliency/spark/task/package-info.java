/**
 * Tasks observed: time by stage, progress, stalls, and how their errors reach the driver.
 *
 * <p>In: the events of a running task. Out: accumulators for the driver, Spark's UI and metrics,
 * the progress bar, warnings about stalled stages, and the manifest's stage times.
 */
package org.saliency.spark.task;
