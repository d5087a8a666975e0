package org.saliency.spark;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.jdk.javaapi.CollectionConverters;

/** Warnings of running tasks, as received by the driver. */
public final class TaskWarnings extends SparkListener {

  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

  /** The next warnings of a task; null if none arrives within a minute. */
  public String next() throws InterruptedException {
    return warnings.poll(60, TimeUnit.SECONDS);
  }

  /** Whether all received warnings have been taken. */
  public boolean isEmpty() {
    return warnings.isEmpty();
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates()).stream()
        .flatMap(task -> CollectionConverters.asJava(task._4()).stream())
        .filter(info -> info.name().contains("warnings"))
        .forEach(info -> warnings.add(info.update().get().toString()));
  }
}
