package org.saliency.spark.source;

import java.io.Serializable;
import java.util.BitSet;
import org.saliency.frame.Size;
import org.saliency.video.VideoSpan;

/**
 * Frames of one video that are read in one pass.
 *
 * @param video its name
 * @param path its file
 * @param size of its frames
 * @param span from the first to the last of the frames
 * @param selected which frames of the span are wanted, counted from its first
 */
record Portion(String video, String path, Size size, VideoSpan span, BitSet selected)
    implements Serializable {

  FrameFacts facts(int frame) {
    return new FrameFacts(
        video, frame, span.ptsMicros(frame), size.width(), size.height(), span.isKeyFrame(frame));
  }

  /** The first wanted frame at or after one; -1 when none is left. */
  int nextFrame(int from) {
    int next = selected.nextSetBit(Math.max(0, from - span.first()));
    return next < 0 ? -1 : span.first() + next;
  }
}
