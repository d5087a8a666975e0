/**
 * Models on executors: read and checked on the driver, broadcast once, opened once for each JVM and
 * device, shared by tasks.
 *
 * <p>In: a model file, a device and a precision. Out: a predictor that tasks borrow. Packages
 * {@code score} and {@code ml} use it.
 */
package org.saliency.spark.serving;
