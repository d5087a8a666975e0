/**
 * Models on executors: read and checked on the driver, distributed once, opened once per JVM and
 * device, shared by tasks.
 *
 * <p>In: a model file, a device and a precision. Out: a predictor that tasks lease. Used by
 * packages {@code score} and {@code ml}.
 */
package org.saliency.spark.serving;
