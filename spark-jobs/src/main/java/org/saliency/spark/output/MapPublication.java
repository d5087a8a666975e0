package org.saliency.spark.output;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.storage.WritableHadoopFiles;

/**
 * Moves the map files of a segment to their final names. On object stores, where that takes a
 * request a file, it is done while later frames are predicted: in bundles, of which few are under
 * way, each after a look at the lease. Elsewhere a move is cheap and done at the end. Maps of a
 * segment without a record are no results, see {@link OutputFolder}.
 */
final class MapPublication implements AutoCloseable {

  /** Files that are uploaded in parallel after one look at the lease. */
  private static final int BUNDLE = 32;

  /** Bundles under way; adding a file waits when there are more. */
  private static final int MOST_BUNDLES = 2;

  private final OutputFolder folder;
  private final String run;
  private final boolean isEarly;
  private final Queue<Future<?>> underWay = new ArrayDeque<>();
  private Map<Path, Path> moves = new LinkedHashMap<>();
  private ExecutorService thread;

  /**
   * Starts without files.
   *
   * @param run random id of the run that holds the lease of the folder
   */
  MapPublication(OutputFolder folder, String run) {
    this.folder = folder;
    this.run = run;
    this.isEarly = folder.read(() -> folder.files().filesAppearComplete(folder.paths().root()));
  }

  /** Adds a staged file; waits while too many are under way. */
  void add(Path staged, Path target) throws IOException {
    moves.put(staged, target);
    if (isEarly && moves.size() == BUNDLE) {
      begin();
    }
  }

  private void begin() throws IOException {
    while (underWay.size() >= MOST_BUNDLES) {
      await(underWay.remove());
    }
    if (thread == null) {
      thread = Executors.newSingleThreadExecutor(MapPublication::daemon);
    }
    Map<Path, Path> bundle = moves;
    moves = new LinkedHashMap<>();
    underWay.add(
        thread.submit(
            () -> {
              new LeaseFile(folder).requireOpen(run, RunPhase.SEGMENTS);
              publish(bundle);
              return null;
            }));
  }

  private void publish(Map<Path, Path> bundle) throws IOException {
    WritableHadoopFiles files = folder.files();
    files.publish(bundle);
    if (isEarly) {
      for (Path copied : bundle.keySet()) {
        files.delete(copied);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "publish-maps");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> bundle) throws IOException {
    try {
      bundle.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while maps are published");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException error) {
        throw error;
      }
      throw e.getCause() instanceof IOException error ? error : new IOException(e.getCause());
    }
  }

  /** Moves the files that are left and waits for all others. */
  void finish() throws IOException {
    if (isEarly && !moves.isEmpty()) {
      begin();
    }
    while (!underWay.isEmpty()) {
      await(underWay.remove());
    }
    publish(moves);
    moves = new LinkedHashMap<>();
  }

  /** Ends what is under way: nothing is written when this has returned. */
  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    thread.shutdownNow();
    boolean isInterrupted = Thread.interrupted();
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
