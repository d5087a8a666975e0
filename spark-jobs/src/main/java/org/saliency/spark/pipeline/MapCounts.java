package org.saliency.spark.pipeline;

import java.io.Serializable;

/**
 * How maps were made.
 *
 * @param predicted by the network
 * @param repeated as the map before, since the network saw the same frames
 * @param interpolated between two others
 */
public record MapCounts(long predicted, long repeated, long interpolated) implements Serializable {

  /** No maps. */
  public static final MapCounts NONE = new MapCounts(0, 0, 0);

  /** The sum of two counts. */
  public MapCounts plus(MapCounts other) {
    return new MapCounts(
        predicted + other.predicted, repeated + other.repeated, interpolated + other.interpolated);
  }
}
