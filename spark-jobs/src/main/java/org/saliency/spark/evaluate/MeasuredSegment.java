package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.saliency.spark.task.StageTimes;

/**
 * What came of a segment whose maps were measured.
 *
 * @param rows of the table of frames, one for each frame that could be measured
 * @param faults why the others could not
 * @param times of the task that measured it
 */
public record MeasuredSegment(List<Row> rows, List<String> faults, StageTimes times)
    implements Serializable {

  /**
   * The same without its rows, for the driver, which needs no more than one fault.
   *
   * @param frames that could be measured
   * @param bad frames that could not
   * @param fault the first; empty without one
   */
  public record Summary(int frames, int bad, String fault, StageTimes times)
      implements Serializable {

    /** Both together, the other one's segment coming later. */
    public Summary plus(Summary other) {
      return new Summary(
          frames + other.frames,
          bad + other.bad,
          fault.isEmpty() ? other.fault : fault,
          times.plus(other.times));
    }
  }

  /** Its summary. */
  public Summary summary() {
    return new Summary(rows.size(), faults.size(), faults.isEmpty() ? "" : faults.get(0), times);
  }
}
