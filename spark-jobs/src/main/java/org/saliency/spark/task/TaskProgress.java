package org.saliency.spark.task;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * Accumulators of a job's tasks: shown in Spark's UI while tasks run, and the source of the
 * manifest's task times. Spark adds up one successful attempt of each task of a result stage;
 * failed, killed and duplicate attempts do not count.
 *
 * @param frames processed frames, bad ones included
 * @param bad frames that could not be processed
 * @param milliseconds time by activity
 * @param warnings about stalled stages
 */
public record TaskProgress(
    LongAccumulator frames,
    LongAccumulator bad,
    Map<Activity, LongAccumulator> milliseconds,
    CollectionAccumulator<String> warnings)
    implements Serializable {

  /**
   * Registers the accumulators of a job.
   *
   * @param done participle for a processed frame, for example {@code scored}
   * @param activities that the job's tasks measure
   */
  public static TaskProgress of(SparkContext spark, String done, Set<Activity> activities) {
    Map<Activity, LongAccumulator> milliseconds = new EnumMap<>(Activity.class);
    for (Activity activity : activities) {
      milliseconds.put(activity, spark.longAccumulator("milliseconds " + activity.label()));
    }
    return new TaskProgress(
        spark.longAccumulator("frames " + done),
        spark.longAccumulator("bad frames"),
        milliseconds,
        spark.collectionAccumulator("warnings"));
  }

  void frame() {
    frames.add(1);
  }

  void badFrame() {
    frames.add(1);
    bad.add(1);
  }

  /** Counts the frames of a segment that an earlier attempt at the task published. */
  public void published(int frameCount, int badCount) {
    frames.add(frameCount);
    bad.add(badCount);
  }

  /** Seconds by activity; complete on the driver when the job has ended. */
  public Map<Activity, Double> seconds() {
    Map<Activity, Double> seconds = new EnumMap<>(Activity.class);
    milliseconds.forEach((activity, sum) -> seconds.put(activity, sum.value() / 1e3));
    return seconds;
  }
}
