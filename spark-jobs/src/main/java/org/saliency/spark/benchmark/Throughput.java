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
 * Throughput of one stage in isolation.
 *
 * @param framesPerSecond sum over all threads
 * @param framesPerCoreSecond frames per second of processor time, which depends less on other load
 *     on the machine than wall-clock time does
 */
record Throughput(double framesPerSecond, double framesPerCoreSecond) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** One repetition of the measured work. */
  interface Work {

    /**
     * Runs once.
     *
     * @param thread number of the thread, from 0
     * @param index number of the repetition in the thread, from 0
     */
    void run(int thread, int index);
  }

  /** Result of one thread. */
  private record Run(long frames, double seconds, double coreSeconds) {}

  /**
   * Repeats work for a warm-up and, as long again, for the measurement.
   *
   * @param threads number of parallel threads
   * @param seconds duration of the measurement; at least one repetition
   * @param framesPerRun frames processed by one repetition
   */
  static Throughput measure(int threads, double seconds, int framesPerRun, Work work)
      throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Run>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        runs.add(
            executor.submit(
                () -> {
                  repeat(thread, seconds, framesPerRun, work);
                  return repeat(thread, seconds, framesPerRun, work);
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
      throw new IllegalStateException("stage failed: " + e.getCause(), e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static Run repeat(int thread, double seconds, int framesPerRun, Work work) {
    long start = System.nanoTime();
    long coreStart = THREADS.getCurrentThreadCpuTime();
    int done = 0;
    double elapsed;
    do {
      work.run(thread, done++);
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    double coreSeconds = (THREADS.getCurrentThreadCpuTime() - coreStart) / 1e9;
    return new Run((long) done * framesPerRun, elapsed, coreSeconds);
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("frames_per_second", framesPerSecond);
    figures.put("frames_per_core_second", framesPerCoreSecond);
    return figures;
  }
}
