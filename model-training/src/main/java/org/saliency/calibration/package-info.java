/**
 * Calibrates the maps of a trained model on validation videos: a brightness curve and a center
 * prior, fitted by least squares.
 *
 * <p>{@code CalibrationJob} averages the ground-truth maps for the center prior, runs the network
 * on the frames, fits the calibration ({@code CalibrationFit}), and runs the calibrated network to
 * measure the improvement. In: a model and a data set. Out: a calibrated model of package {@code
 * model}.
 */
package org.saliency.calibration;
