package org.saliency.spark.source;

import java.io.Serializable;
import java.util.BitSet;
import org.saliency.frame.Size;
import org.saliency.video.VideoSpan;

/**
 * Frames of one video that a task reads in one pass.
 *
 * @param video name of the video
 * @param path of its file
 * @param size of its frames
 * @param span from the first to the last selected frame
 * @param selected the selected frames, relative to the first of the span
 */
record Portion(String video, String path, Size size, VideoSpan span, BitSet selected)
    implements Serializable {

  FrameFacts facts(int frame) {
    return new FrameFacts(
        video, frame, span.ptsMicros(frame), size.width(), size.height(), span.isKeyFrame(frame));
  }

  /** The next selected frame at or after one; -1 if there is none. */
  int nextFrame(int from) {
    int next = selected.nextSetBit(Math.max(0, from - span.first()));
    return next < 0 ? -1 : span.first() + next;
  }
}
