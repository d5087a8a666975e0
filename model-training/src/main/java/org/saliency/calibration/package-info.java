/**
 * Fits a finished model's maps to where people look, on validation videos: a brightness curve and a
 * center prior, by least squares.
 *
 * <p>{@code CalibrationJob} reads the maps of the videos once for the center prior, runs the
 * network on their frames to collect what the fit needs, fits, and runs the calibrated network to
 * tell what it gained. The fit itself ({@code CalibrationFit}) sees numbers alone.
 */
package org.saliency.calibration;
