package org.saliency.training.sample;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;

/**
 * The frames of video files that a run will read. What is decoded on the way to a frame is kept
 * only if it is wanted.
 */
public final class WantedFrames {

  private final Map<String, BitSet> numbers = new HashMap<>();

  /** Adds the frames of some windows and their maps. */
  public WantedFrames add(Iterable<VideoFrame> frames, FrameWindows windows) {
    for (VideoFrame frame : frames) {
      windows.endingWith(frame).forEach(input -> add(input.image()));
      frame.map().ifPresent(this::add);
    }
    return this;
  }

  private void add(FrameLocation location) {
    if (!location.isFile()) {
      numbers.computeIfAbsent(location.path(), path -> new BitSet()).set(location.number());
    }
  }

  /** The numbers of the frames of a video file. */
  BitSet in(String path) {
    return numbers.getOrDefault(path, new BitSet());
  }
}
