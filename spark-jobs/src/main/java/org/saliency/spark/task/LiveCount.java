package org.saliency.spark.task;

import java.util.HashMap;
import java.util.Map;

/**
 * Sum of a counter over the partitions of a running job. Concurrent attempts at a partition count
 * once, with the highest count; the count of a failed attempt is subtracted again.
 */
final class LiveCount {

  private record Partition(int stage, int index) {}

  private final Map<Long, Partition> partitions = new HashMap<>();
  private final Map<Long, Long> running = new HashMap<>();
  private final Map<Partition, Long> finished = new HashMap<>();

  /** Starts an attempt. */
  synchronized void begin(long task, int stage, int partition) {
    partitions.put(task, new Partition(stage, partition));
  }

  /** Sets the count of a running attempt; ignored after its end. */
  synchronized void set(long task, long count) {
    if (partitions.containsKey(task)) {
      running.put(task, count);
    }
  }

  /** Ends an attempt with its final count. */
  synchronized void succeed(long task, long count) {
    Partition partition = end(task);
    if (partition != null) {
      finished.putIfAbsent(partition, count);
    }
  }

  /** Ends a failed or killed attempt. */
  synchronized void fail(long task) {
    end(task);
  }

  private Partition end(long task) {
    running.remove(task);
    return partitions.remove(task);
  }

  /** The sum over all partitions. */
  synchronized long total() {
    Map<Partition, Long> counts = new HashMap<>();
    running.forEach((task, count) -> counts.merge(partitions.get(task), count, Math::max));
    counts.putAll(finished);
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
