package org.saliency.spark.serving;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.saliency.pytorch.BatchHalving;
import org.saliency.pytorch.MapPredictor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open models of this JVM, one for each model and device: opened by the first task that leases
 * it and kept for later tasks. An idle model is closed when another model is leased on its device,
 * and when the JVM ends.
 */
public final class ModelCache {

  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
  private static final ModelCache INSTANCE = new ModelCache();

  private record Key(TaskDevice device, String name) {}

  /** Numbers of models opened and closed so far. */
  public record Counts(int opened, int closed) {}

  /** Opens a model. */
  interface Opener {
    MapPredictor open() throws IOException;
  }

  private static final class Shared {
    final BatchHalving model;
    int leases;

    Shared(MapPredictor model) {
      this.model = new BatchHalving(model);
    }
  }

  private final Map<Key, Shared> open = new HashMap<>();
  private int opened;
  private int closed;

  private ModelCache() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeIdle, "close-models"));
  }

  /** Use of a model, until closed. */
  public final class Lease implements AutoCloseable {

    private final Shared shared;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    /** The shared model, which halves batches that do not fit the device's memory. */
    public BatchHalving model() {
      return shared.model;
    }

    @Override
    public void close() {
      synchronized (ModelCache.this) {
        shared.leases--;
      }
    }
  }

  /**
   * Leases a model on a device.
   *
   * @param name unique name of the model, starting with a hash
   * @param opener opens the model if it is not open
   */
  static Lease lease(String name, TaskDevice device, Opener opener) throws IOException {
    return INSTANCE.leaseModel(new Key(device, name), opener);
  }

  public static Counts counts() {
    synchronized (INSTANCE) {
      return new Counts(INSTANCE.opened, INSTANCE.closed);
    }
  }

  private synchronized Lease leaseModel(Key key, Opener opener) throws IOException {
    closeOthersOn(key);
    Shared shared = open.get(key);
    if (shared == null) {
      shared = new Shared(opener.open());
      open.put(key, shared);
      opened++;
      log("opened", key);
    }
    shared.leases++;
    return new Lease(shared);
  }

  /** Closes the other idle models of a device. */
  private void closeOthersOn(Key wanted) {
    open.entrySet()
        .removeIf(
            entry ->
                entry.getKey().device().equals(wanted.device())
                    && !entry.getKey().equals(wanted)
                    && closeUnlessLeased(entry));
  }

  private synchronized void closeIdle() {
    open.entrySet().removeIf(this::closeUnlessLeased);
  }

  private boolean closeUnlessLeased(Map.Entry<Key, Shared> entry) {
    if (entry.getValue().leases > 0) {
      return false;
    }
    entry.getValue().model.close();
    closed++;
    log("closed", entry.getKey());
    return true;
  }

  private void log(String what, Key key) {
    LOG.info(
        "{} model {} on {} (GPU address '{}'); {} opened and {} closed so far",
        what,
        key.name().substring(0, 12),
        key.device().device(),
        key.device().address(),
        opened,
        closed);
  }
}
