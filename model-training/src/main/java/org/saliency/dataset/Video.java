package org.saliency.dataset;

import java.util.List;
import java.util.Optional;

/**
 * A video as a list of frames. Either all of its frames have a ground-truth map or none has, and
 * the same holds for fixations.
 *
 * @param name name of its folder, verbatim, so that it can name a folder of an output
 * @param frames its frames, at least one, ordered by the number in their names
 */
public record Video(String name, List<VideoFrame> frames) {

  public Video {
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("video '" + name + "' has no frames");
    }
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
        name,
        frames.stream()
            .map(
                frame ->
                    new VideoFrame(
                        frame.index(),
                        frame.name(),
                        frame.image(),
                        Optional.empty(),
                        Optional.empty()))
            .toList());
  }
}
