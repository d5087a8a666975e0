package org.saliency.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.video.VideoIndex;

/**
 * A video as a list of frames. Ground-truth maps are present for all frames or for none; so are
 * fixations.
 *
 * @param name of its folder or stem of its file, verbatim; also used for output folders
 * @param frames in order, at least one
 * @param files indexes of the video files of frames and maps, by path
 */
public record Video(String name, List<VideoFrame> frames, Map<String, VideoIndex> files) {

  private static final int LEAST_PACKED = 16;

  public Video {
    frames = packed(frames);
    files = Map.copyOf(files);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("video '" + name + "' has no frames");
    }
  }

  /** The frames of large data sets take more memory than all else. */
  private static List<VideoFrame> packed(List<VideoFrame> frames) {
    return frames.size() < LEAST_PACKED
        ? List.copyOf(frames)
        : PackedFrames.of(frames)
            .<List<VideoFrame>>map(all -> all)
            .orElseGet(() -> List.copyOf(frames));
  }

  /** A video of single-frame files. */
  public Video(String name, List<VideoFrame> frames) {
    this(name, frames, Map.of());
  }

  /** The index of the video file of its frames; empty if they are images. */
  public Optional<VideoIndex> footage() {
    return Optional.ofNullable(files.get(frames.get(0).image().path()));
  }

  /** Whether its frames have ground-truth maps. */
  public boolean hasMaps() {
    return frames.get(0).map().isPresent();
  }

  /** Whether its frames have fixations. */
  public boolean hasFixations() {
    return frames.get(0).fixations().isPresent();
  }

  Video withoutTruth() {
    if (!hasMaps() && !hasFixations()) {
      return this;
    }
    return new Video(
        name, frames.stream().map(frame -> frame.withTruth(Optional.empty())).toList(), files);
  }
}
