/**
 * Adapts a trained model to data without training: a calibration of its maps by seven numbers, and
 * the ranges with which it is computed in 8 bits.
 *
 * <p>{@code CalibrationJob} predicts the maps of some frames and fits an {@code Adaptation} to them
 * ({@code AdaptationFit}), which it measures on videos that were left out. {@code QuantisationJob}
 * observes the features of some frames ({@code RangeFit}) and measures what rounding them costs.
 * In: a model and a data set. Out: a model of package {@code model} with a calibration or
 * quantisation.
 */
package org.saliency.calibration;
