package org.saliency.dataset;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.saliency.packed.PackedMap;

/** The ground truth of the frames of a video in little memory. Immutable. */
final class PackedTruths extends AbstractList<FrameTruth> implements RandomAccess {

  private final PackedLocations maps; // null without maps
  private final PackedLocations fixations; // null without fixations
  private final int size;

  private PackedTruths(List<FrameTruth> truths) {
    this.maps = PackedLocations.ofAllOrNone(truths.stream().map(FrameTruth::map).toList());
    this.fixations =
        PackedLocations.ofAllOrNone(truths.stream().map(FrameTruth::fixations).toList());
    this.size = truths.size();
  }

  /** The same truth by frame key, in the same order. */
  static Map<String, FrameTruth> of(Map<String, FrameTruth> truth) {
    return Collections.unmodifiableMap(
        new PackedMap<>(
            List.copyOf(truth.keySet()), new PackedTruths(List.copyOf(truth.values()))));
  }

  @Override
  public FrameTruth get(int index) {
    return new FrameTruth(PackedLocations.get(maps, index), PackedLocations.get(fixations, index));
  }

  @Override
  public int size() {
    return size;
  }
}
