package org.saliency.spark.cluster;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Interrupts tasks at random moments as speculation does, for the time of an application. */
public final class TaskKiller implements SparkPlugin {

  static final String SEED = "spark.task.killer.seed";

  /** Mean time between two kills in milliseconds; none are killed when it is 0. */
  static final String MEAN_MILLIS = "spark.task.killer.meanMillis";

  @Override
  public DriverPlugin driverPlugin() {
    return new Killer();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  private static final class Killer implements DriverPlugin {

    private final Map<Long, Boolean> running = new ConcurrentHashMap<>();
    private Thread thread;

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      int mean = spark.conf().getInt(MEAN_MILLIS, 0);
      if (mean > 0) {
        spark.addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskStart(SparkListenerTaskStart start) {
                running.put(start.taskInfo().taskId(), true);
              }

              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                running.remove(end.taskInfo().taskId());
              }
            });
        thread = new Thread(() -> kill(spark, mean), "task-killer");
        thread.setDaemon(true);
        thread.start();
      }
      return Map.of();
    }

    private void kill(SparkContext spark, int mean) {
      Random random = new Random(spark.conf().getLong(SEED, 0));
      try {
        while (true) {
          Thread.sleep((long) (-mean * Math.log(1 - random.nextDouble())));
          Long[] tasks = running.keySet().toArray(Long[]::new);
          if (tasks.length > 0) {
            spark.killTaskAttempt(tasks[random.nextInt(tasks.length)], true, "killed by the test");
          }
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void shutdown() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
