package org.saliency.spark.task;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks tell the driver while they run; Spark brings it there with the executors' heartbeats,
 * and shows it in its UI.
 *
 * @param frames that are done, or bad
 * @param bad those of them that could not be done
 * @param milliseconds of every activity that there is in such tasks
 * @param warnings of stages that are stuck
 */
public record TaskProgress(
    LongAccumulator frames,
    LongAccumulator bad,
    Map<Activity, LongAccumulator> milliseconds,
    CollectionAccumulator<String> warnings)
    implements Serializable {

  /**
   * Counters of a job that has not begun.
   *
   * @param done what becomes of a frame: {@code scored}, say
   * @param activities of its tasks
   */
  public static TaskProgress of(SparkContext spark, String done, Set<Activity> activities) {
    Map<Activity, LongAccumulator> milliseconds = new EnumMap<>(Activity.class);
    for (Activity activity : activities) {
      milliseconds.put(activity, spark.longAccumulator("milliseconds " + activity.words()));
    }
    return new TaskProgress(
        spark.longAccumulator("frames " + done),
        spark.longAccumulator("bad frames"),
        milliseconds,
        spark.collectionAccumulator("warnings"));
  }

  /** A frame is done. */
  void frame() {
    frames.add(1);
  }

  /** A frame could not be done. */
  void badFrame() {
    frames.add(1);
    bad.add(1);
  }

  /** Counts the frames of a segment that an earlier attempt at the task had published. */
  public void published(int frameCount, int badCount) {
    frames.add(frameCount);
    bad.add(badCount);
  }
}
