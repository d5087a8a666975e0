package org.saliency.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.video.VideoIndex;

/**
 * A video as a list of frames. Either all of its frames have a ground-truth map or none has, and
 * the same holds for fixations.
 *
 * @param name name of its folder or stem of its file, verbatim, so that it can name a folder of an
 *     output
 * @param frames its frames, at least one, in order
 * @param files what the video files hold that its frames and maps are in, by path
 */
public record Video(String name, List<VideoFrame> frames, Map<String, VideoIndex> files) {

  public Video {
    frames = List.copyOf(frames);
    files = Map.copyOf(files);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("video '" + name + "' has no frames");
    }
  }

  /** A video whose frames and maps are all files of their own. */
  public Video(String name, List<VideoFrame> frames) {
    this(name, frames, Map.of());
  }

  /** What the video file holds that its frames are in; empty when they are pictures. */
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
    return new Video(
        name, frames.stream().map(frame -> frame.withTruth(Optional.empty())).toList(), files);
  }
}
