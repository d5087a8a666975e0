package org.saliency.spark.task;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.util.AccumulatorV2;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Reads the accumulators of running tasks on the driver at each heartbeat ({@code
 * spark.executor.heartbeatInterval}): frames for the progress bar, and warnings, logged once each.
 */
final class LiveProgress extends SparkListener {

  private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);

  private final TaskProgress progress;
  private final LiveCount frames = new LiveCount();
  private final LiveCount bad = new LiveCount();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();
  private final Consumer<String> log;

  LiveProgress(TaskProgress progress) {
    this(progress, LOG::warn);
  }

  LiveProgress(TaskProgress progress, Consumer<String> log) {
    this.progress = progress;
    this.log = log;
  }

  /** Processed frames so far, bad ones included. */
  long frames() {
    return frames.total();
  }

  /** Bad frames so far. */
  long bad() {
    return bad.total();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    frames.begin(start.taskInfo().taskId(), start.stageId(), start.taskInfo().index());
    bad.begin(start.taskInfo().taskId(), start.stageId(), start.taskInfo().index());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task -> {
              long id = (Long) task._1();
              List<AccumulableInfo> counts = CollectionConverters.asJava(task._4());
              value(counts, progress.frames()).ifPresent(count -> frames.set(id, (Long) count));
              value(counts, progress.bad()).ifPresent(count -> bad.set(id, (Long) count));
              value(counts, progress.warnings()).ifPresent(list -> warn((List<?>) list));
            });
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    long id = end.taskInfo().taskId();
    if (end.reason() != Success$.MODULE$) {
      frames.fail(id);
      bad.fail(id);
      return;
    }
    List<AccumulableInfo> counts =
        CollectionConverters.asJava(end.taskInfo().accumulables().toSeq());
    frames.succeed(id, (Long) value(counts, progress.frames()).orElse(0L));
    bad.succeed(id, (Long) value(counts, progress.bad()).orElse(0L));
  }

  /** The value of an accumulator in one task. */
  private static Optional<Object> value(
      List<AccumulableInfo> counts, AccumulatorV2<?, ?> accumulator) {
    return counts.stream()
        .filter(info -> info.id() == accumulator.id())
        .findFirst()
        .flatMap(info -> OptionConverters.toJava(info.update()));
  }

  private void warn(List<?> texts) {
    for (Object text : texts) {
      if (warnings.add((String) text)) {
        log.accept((String) text);
      }
    }
  }
}
