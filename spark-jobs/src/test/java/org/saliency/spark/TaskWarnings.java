package org.saliency.spark;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.jdk.javaapi.CollectionConverters;

/** What running tasks warn of, as the driver hears it. */
public final class TaskWarnings extends SparkListener {

  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

  /** The next warnings of a task; null when none comes within a minute. */
  public String next() throws InterruptedException {
    return warnings.poll(60, TimeUnit.SECONDS);
  }

  /** Whether any has come that nobody has taken. */
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
