package org.saliency.spark.task;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the threads of tasks spent their time on.
 *
 * @param seconds of every activity that there is in such tasks
 */
public record StageTimes(Map<Activity, Double> seconds) implements Serializable {

  /** No time at all. */
  public static final StageTimes NONE = new StageTimes(new EnumMap<>(Activity.class));

  /** Both together. */
  public StageTimes plus(StageTimes other) {
    Map<Activity, Double> sum = new EnumMap<>(seconds);
    other.seconds.forEach((activity, more) -> sum.merge(activity, more, Double::sum));
    return new StageTimes(sum);
  }
}
