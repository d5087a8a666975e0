package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.saliency.UserException;

/**
 * Result of measuring the maps of a segment.
 *
 * @param rows of {@code frame_metrics}, one for each measured frame
 * @param bad number of frames that could not be measured
 * @param error of the first bad frame; empty without one
 * @param kldZeroFrames number of frames whose KLD is decided by zeros of the prediction
 * @param widths metrics for each blur width of the ground truth
 * @param passport the metrics by each convention
 */
record MeasuredSegment(
    List<Row> rows,
    int bad,
    String error,
    int kldZeroFrames,
    WidthMeans widths,
    PassportPart passport)
    implements Serializable {

  /** The result without a passport. */
  MeasuredSegment(List<Row> rows, int bad, String error, int kldZeroFrames, WidthMeans widths) {
    this(rows, bad, error, kldZeroFrames, widths, PassportPart.NONE);
  }

  /**
   * The numbers of measured and bad frames, and the first error, for the driver.
   *
   * @param error empty if there are no bad frames
   * @param kldZeroFrames number of frames whose KLD is decided by zeros of the prediction
   * @param widths metrics for each blur width of the ground truth
   */
  record Summary(int frames, int bad, String error, int kldZeroFrames, WidthMeans widths)
      implements Serializable {

    /** Adds the summary of a later segment; neither is used any more. */
    Summary plus(Summary later) {
      return new Summary(
          frames + later.frames,
          bad + later.bad,
          error.isEmpty() ? later.error : error,
          kldZeroFrames + later.kldZeroFrames,
          widths.merge(later.widths));
    }
  }

  /**
   * The rows of a segment that was measured without an error before.
   *
   * @throws UserException when a frame can no longer be measured
   */
  List<Row> allRows() {
    if (bad > 0) {
      throw UserException.input(
          "%s (%d of %d frames of the segment could be measured before, but not again: restore the"
              + " files and run evaluate again)",
          error, bad, bad + rows.size());
    }
    return rows;
  }

  Summary summary() {
    return new Summary(rows.size(), bad, error, kldZeroFrames, widths);
  }
}
