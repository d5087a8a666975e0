package org.saliency.statistics;

/**
 * A confidence interval.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {

  /** Whether the interval has a value inside or at its ends. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
