package org.saliency.video;

import java.io.Serializable;

/**
 * A place in a video file where decoding may begin.
 *
 * @param frame the first frame in presentation order that comes out right from here
 * @param isFileStart whether this is the start of the file, to which no seeking is needed
 * @param label of the key packet, as {@link FrameLabel} says
 */
record VideoStart(int frame, boolean isFileStart, long label) implements Serializable {}
