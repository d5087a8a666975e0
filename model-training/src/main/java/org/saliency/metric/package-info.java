/**
 * How well predicted maps agree with where people looked. A {@link org.saliency.metric.Profile}
 * says how a frame's prediction and truth are brought together; {@link
 * org.saliency.metric.Profile#measure} gives the frame's {@link org.saliency.metric.FrameMetrics};
 * {@link org.saliency.metric.MetricMeans} turns those of a video into {@link
 * org.saliency.metric.VideoMetrics}, and {@link org.saliency.metric.DatasetMetrics} is the mean
 * over videos; {@link org.saliency.metric.Ranking} orders several methods by them.
 *
 * <p>All arithmetic is in double precision. A metric that is not defined for a frame is absent and
 * counted, never zero and never NaN.
 */
package org.saliency.metric;
