/**
 * Metrics of predicted saliency maps against ground truth. A {@link org.saliency.metric.Profile}
 * aligns a frame's prediction and truth and computes its {@link org.saliency.metric.FrameMetrics};
 * {@link org.saliency.metric.MetricMeans} aggregates them to {@link
 * org.saliency.metric.VideoMetrics}, {@link org.saliency.metric.DatasetMetrics} is the mean over
 * videos, and {@link org.saliency.metric.Ranking} ranks methods.
 *
 * <p>Arithmetic is in double precision. An undefined metric is absent and counted, never zero or
 * NaN.
 */
package org.saliency.metric;
