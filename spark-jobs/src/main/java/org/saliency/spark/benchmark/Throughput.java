package org.saliency.spark.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many frames a stage does when several threads do nothing else.
 *
 * @param framesPerSecond of all threads together
 * @param framesPerCoreSecond over the processor time that the threads took, which other programs on
 *     the machine change less than the time on the clock, by the caches that they share
 */
record Throughput(double framesPerSecond, double framesPerCoreSecond) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What is repeated. */
  interface Work {

    /**
     * Does a piece of work.
     *
     * @param stream number of the thread, from 0
     * @param index how many pieces the thread has done before
     */
    void piece(int stream, int index);
  }

  /** What one thread did. */
  private record Run(long frames, double seconds, double coreSeconds) {}

  /**
   * Repeats a piece of work, first to warm up, then as long again to measure.
   *
   * @param streams threads that do it side by side
   * @param seconds to measure for, at least one piece of work
   * @param framesAtATime frames that a piece of work does
   */
  static Throughput measure(int streams, double seconds, int framesAtATime, Work work)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(streams);
    try {
      List<Future<Run>> runs = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        int stream = i;
        runs.add(
            threads.submit(
                () -> {
                  repeat(stream, seconds, framesAtATime, work);
                  return repeat(stream, seconds, framesAtATime, work);
                }));
      }
      double rate = 0;
      double frames = 0;
      double coreSeconds = 0;
      for (Future<Run> run : runs) {
        rate += run.get().frames() / run.get().seconds();
        frames += run.get().frames();
        coreSeconds += run.get().coreSeconds();
      }
      return new Throughput(rate, frames / coreSeconds);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stage failed: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Run repeat(int stream, double seconds, int framesAtATime, Work work) {
    long start = System.nanoTime();
    long coreStart = THREADS.getCurrentThreadCpuTime();
    int done = 0;
    double elapsed;
    do {
      work.piece(stream, done++);
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    double coreSeconds = (THREADS.getCurrentThreadCpuTime() - coreStart) / 1e9;
    return new Run((long) done * framesAtATime, elapsed, coreSeconds);
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("frames_per_second", framesPerSecond);
    figures.put("frames_per_core_second", framesPerCoreSecond);
    return figures;
  }
}
