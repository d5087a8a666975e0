package org.saliency.spark.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saliency.frame.Size;

/**
 * Mean maps over frames: of the truth and of each method. Each map counts with the sum 1, so that
 * maps of any brightness have the same weight.
 */
public final class MeanMaps {

  private final Size size;
  private final List<double[]> sums = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private int frames;

  /**
   * Means of small maps.
   *
   * @param size of the means
   * @param rows number of maps of a frame: the truth and the methods
   */
  public MeanMaps(Size size, int rows) {
    this.size = size;
    for (int row = 0; row < rows; row++) {
      sums.add(new double[size.pixels()]);
      counts.add(0);
    }
  }

  /** Adds the maps of a frame; those of another size or without any positive value do not count. */
  public void add(List<Optional<SmallMap>> maps) {
    frames++;
    for (int row = 0; row < maps.size(); row++) {
      Optional<SmallMap> map = maps.get(row).filter(own -> own.size().equals(size));
      if (map.isPresent()) {
        counts.set(row, counts.get(row) + add(map.get().grey(), sums.get(row)));
      }
    }
  }

  private static int add(byte[] grey, double[] sums) {
    long sum = 0;
    for (byte value : grey) {
      sum += value & 0xff;
    }
    if (sum == 0) {
      return 0;
    }
    for (int i = 0; i < grey.length; i++) {
      sums[i] += (double) (grey[i] & 0xff) / sum;
    }
    return 1;
  }

  /** Adds the maps of other means of the same size, and returns this. */
  public MeanMaps merged(MeanMaps other) {
    frames += other.frames;
    for (int row = 0; row < sums.size(); row++) {
      counts.set(row, counts.get(row) + other.counts.get(row));
      for (int i = 0; i < size.pixels(); i++) {
        sums.get(row)[i] += other.sums.get(row)[i];
      }
    }
    return this;
  }

  /** Whether any map was added. */
  public boolean hasMaps() {
    return counts.stream().anyMatch(count -> count > 0);
  }

  Size size() {
    return size;
  }

  /** Number of added frames. */
  int frames() {
    return frames;
  }

  /** The means, each scaled to its own maximum. */
  MapStack stack() {
    List<Optional<SmallMap>> means = new ArrayList<>();
    for (int row = 0; row < sums.size(); row++) {
      means.add(
          counts.get(row) == 0 ? Optional.empty() : Optional.of(SmallMap.of(size, sums.get(row))));
    }
    return MapStack.of(means);
  }
}
