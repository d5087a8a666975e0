package org.saliency.training.sample;

import org.saliency.frame.Size;

/**
 * A frame or map as training uses it.
 *
 * @param content may be smaller than stored
 * @param own size as stored
 */
public record Scaled<T>(T content, Size own) {}
