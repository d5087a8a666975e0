package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.saliency.UserException;

/**
 * Result of measuring the maps of a segment.
 *
 * @param rows of {@code frame_metrics}, one for each measured frame
 * @param bad number of frames that could not be measured
 * @param errors of the first bad frames, at most {@value #MOST_ERRORS}
 * @param kldZeroFrames number of frames whose KLD is decided by zeros of the prediction
 * @param widths metrics for each blur width of the ground truth
 * @param passport the metrics by each convention
 */
record MeasuredSegment(
    List<Row> rows,
    int bad,
    List<String> errors,
    int kldZeroFrames,
    WidthMeans widths,
    PassportPart passport)
    implements Serializable {

  /** Frames whose errors are reported one by one; the others are counted. */
  static final int MOST_ERRORS = 10;

  /** The result without a passport. */
  MeasuredSegment(
      List<Row> rows, int bad, List<String> errors, int kldZeroFrames, WidthMeans widths) {
    this(rows, bad, errors, kldZeroFrames, widths, PassportPart.NONE);
  }

  /**
   * The numbers of measured and bad frames, and the first errors, for the driver.
   *
   * @param errors of the first bad frames, at most {@value #MOST_ERRORS}
   * @param kldZeroFrames number of frames whose KLD is decided by zeros of the prediction
   * @param widths metrics for each blur width of the ground truth
   */
  record Summary(int frames, int bad, List<String> errors, int kldZeroFrames, WidthMeans widths)
      implements Serializable {

    /** Adds the summary of a later segment; neither is used any more. */
    Summary plus(Summary later) {
      return new Summary(
          frames + later.frames,
          bad + later.bad,
          Stream.concat(errors.stream(), later.errors.stream()).limit(MOST_ERRORS).toList(),
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
          errors.get(0), bad, bad + rows.size());
    }
    return rows;
  }

  Summary summary() {
    return new Summary(rows.size(), bad, errors, kldZeroFrames, widths);
  }
}
