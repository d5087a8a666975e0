package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.saliency.concurrent.OrderedTasks;

/** Processes elements on all cores. */
final class Parallel {

  private Parallel() {}

  /** The results for elements, in their order; rethrows the first exception. */
  static <T, R> List<R> map(List<T> elements, Function<T, R> step) {
    List<R> results = new ArrayList<>();
    int threads =
        Math.max(1, Math.min(elements.size(), Runtime.getRuntime().availableProcessors()));
    try (OrderedTasks<R> tasks =
        new OrderedTasks<>(threads, Math.max(1, elements.size()), "report")) {
      elements.forEach(element -> tasks.submit(() -> step.apply(element)));
      while (!tasks.isEmpty()) {
        results.add(tasks.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were read", e);
    }
    return results;
  }
}
