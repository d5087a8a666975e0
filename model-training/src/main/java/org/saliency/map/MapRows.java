package org.saliency.map;

import org.saliency.frame.Size;

/** A map whose rows are computed when they are read, so that it is not held as a whole. */
public interface MapRows {

  Size size();

  /**
   * Computes a row.
   *
   * @param values receives the row
   * @param offset of the row in {@code values}
   */
  void read(int row, double[] values, int offset);
}
