package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.saliency.dataset.PackedFrames;
import org.saliency.dataset.VideoFrame;

/**
 * Consecutive frames of a video, as sent to executors: frames are made when they are asked for, so
 * that the plan of millions of frames is small.
 */
final class PlannedFrames extends AbstractList<PlannedFrame> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final String video;
  private final PackedFrames frames;

  private PlannedFrames(String video, PackedFrames frames) {
    this.video = video;
    this.frames = frames;
  }

  /** Frames of a video, as a serializable list. */
  static List<PlannedFrame> of(String video, List<VideoFrame> frames) {
    return PackedFrames.of(frames)
        .<List<PlannedFrame>>map(packed -> new PlannedFrames(video, packed))
        .orElseGet(
            () -> {
              List<PlannedFrame> planned = new ArrayList<>();
              frames.forEach(frame -> planned.add(PlannedFrame.of(video, frame)));
              return planned;
            });
  }

  @Override
  public PlannedFrame get(int index) {
    return PlannedFrame.of(video, frames.get(index));
  }

  @Override
  public int size() {
    return frames.size();
  }
}
