package org.saliency.dataset;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.saliency.packed.PackedStrings;

/**
 * The frames of a video in little memory. Frames are made when they are asked for. Serializable;
 * sublists hold nothing but their own frames. Immutable.
 */
public final class PackedFrames extends AbstractList<VideoFrame>
    implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final int first; // index of the first frame in its video
  private final PackedStrings names;
  private final PackedStrings keys;
  private final PackedLocations images;
  private final PackedLocations maps; // null without maps
  private final PackedLocations fixations; // null without fixations

  private PackedFrames(
      int first,
      PackedStrings names,
      PackedStrings keys,
      PackedLocations images,
      PackedLocations maps,
      PackedLocations fixations) {
    this.first = first;
    this.names = names;
    this.keys = keys;
    this.images = images;
    this.maps = maps;
    this.fixations = fixations;
  }

  /**
   * Packs consecutive frames of a video.
   *
   * @return empty if their indexes do not count by one, or some have a map or fixations and others
   *     do not
   */
  public static Optional<PackedFrames> of(List<VideoFrame> frames) {
    if (frames instanceof PackedFrames packed) {
      return Optional.of(packed);
    }
    int first = frames.isEmpty() ? 0 : frames.get(0).index();
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).index() != first + i) {
        return Optional.empty();
      }
    }
    List<Optional<FrameLocation>> maps = frames.stream().map(VideoFrame::map).toList();
    List<Optional<FrameLocation>> fixations = frames.stream().map(VideoFrame::fixations).toList();
    if (!PackedLocations.areAllOrNone(maps) || !PackedLocations.areAllOrNone(fixations)) {
      return Optional.empty();
    }
    return Optional.of(
        new PackedFrames(
            first,
            PackedStrings.of(frames.stream().map(VideoFrame::name).toList()),
            PackedStrings.of(frames.stream().map(VideoFrame::key).toList()),
            PackedLocations.of(frames.stream().map(VideoFrame::image).toList()),
            PackedLocations.ofAllOrNone(maps),
            PackedLocations.ofAllOrNone(fixations)));
  }

  @Override
  public VideoFrame get(int index) {
    Objects.checkIndex(index, size());
    return new VideoFrame(
        first + index,
        names.get(index),
        images.get(index),
        PackedLocations.get(maps, index),
        PackedLocations.get(fixations, index),
        keys.get(index));
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public PackedFrames subList(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new PackedFrames(
        first + from,
        names.subList(from, to),
        keys.subList(from, to),
        PackedLocations.slice(images, from, to),
        PackedLocations.slice(maps, from, to),
        PackedLocations.slice(fixations, from, to));
  }
}
