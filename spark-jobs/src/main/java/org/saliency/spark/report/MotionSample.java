package org.saliency.spark.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/** The frames of a video whose next frame is read to measure motion: at most {@value #MOST}. */
final class MotionSample {

  private static final int MOST = 10;

  private final Map<Integer, VideoFrame> byIndex = new HashMap<>();
  private final Set<Integer> sampled = new HashSet<>();

  /**
   * Samples the frames that are spread over a video.
   *
   * @param chosen frames that are read anyway
   */
  MotionSample(Video video, Collection<ChosenFrame> chosen) {
    video.frames().forEach(frame -> byIndex.put(frame.index(), frame));
    List<Integer> spread =
        chosen.stream()
            .filter(ChosenFrame::isSpread)
            .map(own -> own.frame().index())
            .filter(index -> byIndex.containsKey(index + 1))
            .toList();
    sampled.addAll(FrameChoice.spread(spread, MOST));
  }

  /** The frame after a sampled one; empty for others. */
  Optional<VideoFrame> next(VideoFrame frame) {
    return sampled.contains(frame.index())
        ? Optional.ofNullable(byIndex.get(frame.index() + 1))
        : Optional.empty();
  }
}
