package org.saliency.spark.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.task.StageTimes;

/**
 * What a task has done.
 *
 * @param segments its segments, all published
 * @param times how long its stages were busy
 * @param device where the model ran, for example {@code cpu()} or {@code gpu(0)}
 */
public record TaskOutcome(List<SegmentOutcome> segments, StageTimes times, String device)
    implements Serializable {

  public TaskOutcome {
    segments = new ArrayList<>(segments);
  }

  /** The same with segments that an earlier attempt at the task had published. */
  TaskOutcome with(List<SegmentOutcome> earlier) {
    List<SegmentOutcome> all = new ArrayList<>(earlier);
    all.addAll(segments);
    return new TaskOutcome(all, times, device);
  }
}
