package org.saliency.spark.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.hash.Sha256;

/**
 * Identity of what a segment is computed from: the files of its frames, of their {@link
 * Neighbours}, and of their ground truth. It changes when one of them is another file, or has
 * another length or modification time.
 *
 * @param stamp length and modification time of a file, by path: {@code 4711/1700000000000}, or
 *     empty
 */
public record SegmentInputs(UnaryOperator<String> stamp) {

  /** Does not tell files apart; for jobs that publish nothing. */
  public static final SegmentInputs UNKNOWN = new SegmentInputs(path -> "");

  /**
   * The identity of a segment.
   *
   * @param neighbours frames beside it that it is computed from
   * @return empty if the video does not have these frames
   */
  public Optional<String> of(Video video, FrameRange range, Neighbours neighbours) {
    if (range.last() >= video.frames().size()) {
      return Optional.empty();
    }
    Sha256 hash = new Sha256();
    for (VideoFrame frame : neighbours.around(video, range)) {
      add(hash, frame.image());
      frame.map().ifPresent(map -> add(hash, map));
      frame.fixations().ifPresent(fixations -> add(hash, fixations));
    }
    return Optional.of(hash.hex().substring(0, 32));
  }

  /** Stamps by path, of the files that have one. */
  Map<String, String> known(Collection<String> paths) {
    Map<String, String> stamps = new HashMap<>();
    for (String path : paths) {
      String known = stamp.apply(path);
      if (!known.isEmpty()) {
        stamps.put(path, known);
      }
    }
    return stamps;
  }

  /** Length of a file in bytes; empty if it is not known. */
  OptionalLong length(String path) {
    return FileStamp.parse(stamp.apply(path)).stream().mapToLong(FileStamp::length).findFirst();
  }

  private void add(Sha256 hash, FrameLocation location) {
    String path = location.path();
    hash.add(path + '\n' + location.number() + '\n' + stamp.apply(path) + '\n');
  }
}
