package org.saliency.training;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.saliency.dataset.VideoFrame;

/**
 * Reads batches ahead of their use, on a few threads, and hands them out in the order they were
 * asked for. At most two more batches than threads are ready or under way.
 */
final class BatchLoader implements AutoCloseable {

  private final SampleReader reader;
  private final Iterator<List<VideoFrame>> plan;
  private final ExecutorService threads;
  private final int depth;
  private final Queue<Future<Batch>> ahead = new ArrayDeque<>();

  BatchLoader(SampleReader reader, List<List<VideoFrame>> plan, int threadCount) {
    this.reader = reader;
    this.plan = plan.iterator();
    this.depth = threadCount + 2;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "batch-loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  boolean hasNext() {
    return plan.hasNext() || !ahead.isEmpty();
  }

  /** The next batch; waits until it has been read. */
  Batch next() throws InterruptedException {
    while (ahead.size() < depth && plan.hasNext()) {
      List<VideoFrame> frames = plan.next();
      ahead.add(threads.submit(() -> reader.read(frames)));
    }
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
