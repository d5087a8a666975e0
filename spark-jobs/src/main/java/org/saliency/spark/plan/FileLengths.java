package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.FrameLocation;
import org.saliency.packed.PackedLongs;

/**
 * Lengths of the files of frames and their ground truth, as they were listed: who knows the length
 * of an object need not ask for it before reading.
 */
final class FileLengths implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final long UNKNOWN = -1;

  private final PackedLongs images;
  private final PackedLongs maps;
  private final PackedLongs fixations;

  private FileLengths(PackedLongs images, PackedLongs maps, PackedLongs fixations) {
    this.images = images;
    this.maps = maps;
    this.fixations = fixations;
  }

  /**
   * Lengths of the files of frames.
   *
   * @param stamps gives what is known of a file by its path
   */
  static FileLengths of(List<PlannedFrame> frames, SegmentInputs stamps) {
    long[] images = new long[frames.size()];
    long[] maps = new long[frames.size()];
    long[] fixations = new long[frames.size()];
    for (int i = 0; i < images.length; i++) {
      PlannedFrame frame = frames.get(i);
      images[i] = length(Optional.of(frame.image()), stamps);
      maps[i] = length(frame.truth().map(), stamps);
      fixations[i] = length(frame.truth().fixations(), stamps);
    }
    return new FileLengths(
        PackedLongs.of(images.length, i -> images[i]),
        PackedLongs.of(maps.length, i -> maps[i]),
        PackedLongs.of(fixations.length, i -> fixations[i]));
  }

  private static long length(Optional<FrameLocation> location, SegmentInputs stamps) {
    return location.isEmpty() ? UNKNOWN : stamps.length(location.get().path()).orElse(UNKNOWN);
  }

  /** Known lengths by path, for the frames that this was made of. */
  Map<String, Long> byPath(List<PlannedFrame> frames) {
    Map<String, Long> lengths = new HashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      PlannedFrame frame = frames.get(i);
      put(lengths, Optional.of(frame.image()), images.get(i));
      put(lengths, frame.truth().map(), maps.get(i));
      put(lengths, frame.truth().fixations(), fixations.get(i));
    }
    return lengths;
  }

  private static void put(
      Map<String, Long> lengths, Optional<FrameLocation> location, long length) {
    if (length != UNKNOWN) {
      location.ifPresent(file -> lengths.put(file.path(), length));
    }
  }
}
