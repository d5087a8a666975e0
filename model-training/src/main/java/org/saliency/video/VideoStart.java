package org.saliency.video;

import java.io.Serializable;

/**
 * A position in a video file at which decoding may start.
 *
 * @param frame first correctly decoded frame in presentation order
 * @param isFileStart whether this is the start of the file
 * @param label of the key packet, see {@link FrameLabel}
 */
record VideoStart(int frame, boolean isFileStart, long label) implements Serializable {}
