package org.saliency.spark.task;

import java.util.HashMap;
import java.util.Map;

/**
 * A count that tasks tell while they run. A partition counts once, however many attempts at it run
 * side by side; what a failed attempt has counted is taken back.
 */
final class LiveCount {

  /** A partition of one of a job's stages. */
  private record Partition(int stage, int index) {}

  private final Map<Long, Partition> partitions = new HashMap<>();
  private final Map<Long, Long> running = new HashMap<>();
  private final Map<Partition, Long> finished = new HashMap<>();

  /** An attempt at a partition has begun. */
  synchronized void begin(long task, int stage, int partition) {
    partitions.put(task, new Partition(stage, partition));
  }

  /** A running attempt has counted so far. */
  synchronized void set(long task, long count) {
    if (partitions.containsKey(task)) {
      running.put(task, count);
    }
  }

  /** An attempt has come to its end with a count. */
  synchronized void succeed(long task, long count) {
    Partition partition = end(task);
    if (partition != null) {
      finished.putIfAbsent(partition, count);
    }
  }

  /** An attempt has failed, or was killed. */
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
