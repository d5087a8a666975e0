package org.saliency.spark.inference;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the threads of tasks spent their time on.
 *
 * @param seconds of every activity
 */
public record StageTimes(Map<Activity, Double> seconds) implements Serializable {

  /** No time at all. */
  public static final StageTimes NONE = of(activity -> 0);

  static StageTimes of(ToDoubleFunction<Activity> seconds) {
    Map<Activity, Double> all = new EnumMap<>(Activity.class);
    for (Activity activity : Activity.values()) {
      all.put(activity, seconds.applyAsDouble(activity));
    }
    return new StageTimes(all);
  }

  /** Both together. */
  public StageTimes plus(StageTimes other) {
    return of(activity -> seconds.get(activity) + other.seconds.get(activity));
  }
}
