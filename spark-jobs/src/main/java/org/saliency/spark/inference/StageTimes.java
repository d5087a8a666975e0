package org.saliency.spark.inference;

import java.io.Serializable;

/**
 * Seconds that a task's threads were busy, by stage.
 *
 * @param decode reading and decoding frames
 * @param predict forward passes, waiting for the device included
 * @param write resizing, measuring, encoding and writing maps
 */
public record StageTimes(double decode, double predict, double write) implements Serializable {

  /** No time at all. */
  public static final StageTimes NONE = new StageTimes(0, 0, 0);

  /** Both together. */
  public StageTimes plus(StageTimes other) {
    return new StageTimes(decode + other.decode, predict + other.predict, write + other.write);
  }
}
