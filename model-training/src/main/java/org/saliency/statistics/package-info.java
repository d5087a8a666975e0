/**
 * Confidence intervals of means by resampling: {@link org.saliency.statistics.Bootstrap}. Numbers
 * in, an {@link org.saliency.statistics.Interval} out; equal seeds give equal results.
 */
package org.saliency.statistics;
