package org.saliency.dataset;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.saliency.packed.PackedLongs;
import org.saliency.packed.PackedStrings;

/** Locations of the frames, maps or fixations of a video in little memory. Immutable. */
final class PackedLocations extends AbstractList<FrameLocation>
    implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  /** Marks the number of a frame with which its file must end. */
  private static final long LAST = 1L << Integer.SIZE;

  private final PackedStrings paths;
  private final PackedLongs numbers;

  private PackedLocations(PackedStrings paths, PackedLongs numbers) {
    this.paths = paths;
    this.numbers = numbers;
  }

  static PackedLocations of(List<FrameLocation> locations) {
    return new PackedLocations(
        PackedStrings.of(locations.stream().map(FrameLocation::path).toList()),
        PackedLongs.of(locations.size(), i -> packed(locations.get(i))));
  }

  private static long packed(FrameLocation location) {
    return location.isLast() ? LAST + location.number() : location.number();
  }

  /**
   * Locations of which all or none are present; null if none is.
   *
   * @throws IllegalArgumentException when some are
   */
  static PackedLocations ofAllOrNone(List<Optional<FrameLocation>> locations) {
    List<FrameLocation> present = locations.stream().flatMap(Optional::stream).toList();
    if (!present.isEmpty() && present.size() < locations.size()) {
      throw new IllegalArgumentException(present.size() + " of " + locations.size());
    }
    return present.isEmpty() ? null : of(present);
  }

  /** Whether all or none are present. */
  static boolean areAllOrNone(List<Optional<FrameLocation>> locations) {
    return locations.stream().map(Optional::isPresent).distinct().count() <= 1;
  }

  /** The location at an index; empty if there are none. */
  static Optional<FrameLocation> get(PackedLocations locations, int index) {
    return locations == null ? Optional.empty() : Optional.of(locations.get(index));
  }

  /** Some of the locations; null if there are none. */
  static PackedLocations slice(PackedLocations locations, int from, int to) {
    return locations == null
        ? null
        : new PackedLocations(locations.paths.subList(from, to), locations.numbers.slice(from, to));
  }

  @Override
  public FrameLocation get(int index) {
    Objects.checkIndex(index, size());
    long number = numbers.get(index);
    boolean isLast = number >= LAST;
    return new FrameLocation(paths.get(index), (int) (isLast ? number - LAST : number), isLast);
  }

  @Override
  public int size() {
    return paths.size();
  }
}
