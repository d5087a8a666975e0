package org.saliency.frame;

import java.util.Optional;

/**
 * A frame at the size that it was asked for and, if wanted, at its own.
 *
 * @param own empty if it was not wanted
 */
public record ScaledFrame(Frame scaled, Optional<Frame> own) {}
