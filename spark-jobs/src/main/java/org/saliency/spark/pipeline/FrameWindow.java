package org.saliency.spark.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.saliency.frame.Frame;

/**
 * The last frames of a sequence, as the network sees them. A bad frame is replaced by the last good
 * frame before it in the window or, if there is none, by the first good one; so are the frames
 * before the start of the sequence. A window therefore depends on its own frames only.
 */
final class FrameWindow {

  private final int length;
  private final Deque<Optional<Frame>> frames = new ArrayDeque<>();
  private Object sequence;

  FrameWindow(int length) {
    this.length = length;
  }

  /** Adds the next frame of a sequence, empty if it is bad. Another sequence empties the window. */
  void add(Object of, Optional<Frame> frame) {
    if (of != sequence) {
      sequence = of;
      frames.clear();
    }
    if (frames.size() == length) {
      frames.removeFirst();
    }
    frames.addLast(frame);
  }

  /** Returns {@code length} frames; the frame added last must be good. */
  List<Frame> frames() {
    Frame last = frames.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    List<Frame> window = new ArrayList<>();
    while (window.size() < length - frames.size()) {
      window.add(last);
    }
    for (Optional<Frame> frame : frames) {
      last = frame.orElse(last);
      window.add(last);
    }
    return window;
  }
}
