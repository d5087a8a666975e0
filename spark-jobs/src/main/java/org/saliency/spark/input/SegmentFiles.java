package org.saliency.spark.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.ListedFiles;
import org.saliency.video.VideoSpan;

/** Opens the files of segments on executors, which do not have the indexes of video files. */
public final class SegmentFiles {

  private SegmentFiles() {}

  /** Opens frames and ground truth of segments; the caller closes it. */
  public static FrameFiles open(HadoopFiles storage, List<Segment> segments) {
    return open(storage, segments, Optional.empty());
  }

  /**
   * Opens frames, earlier frames of their windows, and ground truth of segments; the caller closes
   * it.
   *
   * @param scaledTo size that frames are scaled to while they are decoded; empty for their own
   */
  public static FrameFiles open(
      HadoopFiles storage, List<Segment> segments, Optional<Size> scaledTo) {
    Map<String, Long> lengths = new HashMap<>();
    segments.forEach(segment -> lengths.putAll(segment.lengths()));
    Map<String, NavigableMap<Integer, VideoSpan>> spans = new HashMap<>();
    for (Segment segment : segments) {
      segment
          .spans()
          .forEach(
              (path, span) ->
                  spans.computeIfAbsent(path, key -> new TreeMap<>()).put(span.first(), span));
    }
    return new FrameFiles(
        new ListedFiles(storage.configuration(), lengths),
        location -> covering(spans.get(location.path()), location),
        scaledTo);
  }

  private static VideoSpan covering(
      NavigableMap<Integer, VideoSpan> spans, FrameLocation location) {
    return spans.floorEntry(location.number()).getValue();
  }
}
