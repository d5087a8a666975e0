package org.saliency.spark.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Workers of a standalone cluster, to be killed at random; there are always as many. */
final class KilledWorkers {

  private final StandaloneCluster cluster;
  private final Random random;
  private final Deque<String> names = new ArrayDeque<>();

  KilledWorkers(StandaloneCluster cluster, Random random, int count) throws IOException {
    this.cluster = cluster;
    this.random = random;
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  private void add() throws IOException {
    String name = "worker-" + System.nanoTime();
    cluster.addWorker(name, names.size() % 2);
    names.add(name);
  }

  /** Kills the oldest worker with its executors and starts another one. */
  void killOne() throws IOException, InterruptedException {
    cluster.worker(names.remove()).close();
    add();
  }

  /** One of the running executors; empty if there is none. */
  List<ProcessHandle> anExecutor() {
    List<ProcessHandle> executors =
        names.stream()
            .flatMap(name -> cluster.worker(name).children(StandaloneCluster.EXECUTOR).stream())
            .toList();
    return executors.isEmpty()
        ? List.of()
        : List.of(executors.get(random.nextInt(executors.size())));
  }
}
