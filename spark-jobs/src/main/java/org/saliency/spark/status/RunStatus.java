package org.saliency.spark.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * State of the last run that wrote to an output folder. Absent: what is not known, or has no
 * meaning in this state.
 *
 * @param state of the run
 * @param command {@code score} or {@code evaluate}
 * @param phase of an active run
 * @param runId random id
 * @param started UTC, ISO 8601
 * @param finished UTC, ISO 8601
 * @param videos number of planned videos
 * @param planned number of planned frames
 * @param done frames that the run has completed; unknown while an evaluation is active
 * @param resumed frames that earlier runs had published
 * @param bad frames and videos that could not be processed
 * @param remaining planned frames that are left to process
 * @param framesPerSecond of an active run over the last five minutes, else over the whole run
 * @param etaSeconds expected time until the last frame is done
 * @param lease that a run holds or, if it is dead, has left
 * @param inputs paths as given
 * @param exitCode of a finished run
 * @param error of a failed run
 * @param errorKind of a failed run, as in {@code manifest.json}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunStatus(
    State state,
    String command,
    Phase phase,
    String runId,
    String started,
    String finished,
    Integer videos,
    Long planned,
    Long done,
    Long resumed,
    Long bad,
    Long remaining,
    Double framesPerSecond,
    Long etaSeconds,
    HeldLease lease,
    List<String> inputs,
    Integer exitCode,
    String error,
    String errorKind) {

  /** State of a run. */
  public enum State {
    /** It holds the lease. */
    RUNNING,
    /** It ended without a manifest, for example because it was killed. */
    INTERRUPTED,
    /** All requested output is there. */
    COMPLETE,
    /** It finished, with more bad frames than allowed. */
    INCOMPLETE,
    /** It ended by an error. */
    FAILED
  }

  /** What an active run is doing. */
  public enum Phase {
    /** It prepares the folder and plans its work. */
    PLAN,
    /** It predicts maps. */
    SCORE,
    /** It measures maps. */
    MEASURE,
    /** It joins the parts of videos. */
    JOIN_VIDEOS,
    /** It counts, aggregates and writes the tables. */
    WRITE_RESULTS
  }

  /**
   * A lease.
   *
   * @param application Spark's id of the application
   * @param host of the driver
   * @param process id of the driver
   * @param since start of the lease, UTC, ISO 8601
   * @param renewedSecondsAgo time since the last renewal
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HeldLease(
      String application, String host, Long process, String since, long renewedSecondsAgo) {}

  /** Readable text of a few lines. */
  public String text() {
    return StatusText.of(this);
  }
}
