package org.saliency.spark.score;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.saliency.frame.Frame;
import org.saliency.spark.plan.Segment;

/**
 * The last frames of a video as a network sees them. A frame that is bad is replaced by the last
 * good one before it in the window; where there is none, as at the start of a video, by the first
 * good one. A window so depends on its own frames alone, wherever a segment begins.
 */
final class FrameWindow {

  private final int length;
  private final Deque<Optional<Frame>> frames = new ArrayDeque<>();
  private Segment segment;

  FrameWindow(int length) {
    this.length = length;
  }

  /** Takes the next frame of a segment; empty for a bad one. A new segment empties the window. */
  void add(Segment from, Optional<Frame> frame) {
    if (from != segment) {
      segment = from;
      frames.clear();
    }
    if (frames.size() == length) {
      frames.removeFirst();
    }
    frames.addLast(frame);
  }

  /** As many frames as the network sees, of which the one that was added last is good. */
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
