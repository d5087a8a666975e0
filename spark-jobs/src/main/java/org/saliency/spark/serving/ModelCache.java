package org.saliency.spark.serving;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.pytorch.BatchHalving;
import org.saliency.pytorch.MapPredictor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open models of this JVM, one for each model and device: opened by the first task that leases
 * it and kept for later tasks. Of the models on a device, two may be idle or in use, so that the
 * tasks of two models can take turns; before a third is opened, the idle ones that were leased
 * longest ago are closed, as are all idle ones when the JVM ends.
 */
public final class ModelCache {

  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
  private static final ModelCache INSTANCE = new ModelCache();

  /** Models that stay open on a device. */
  private static final int MOST_PER_DEVICE = 2;

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

  /** In the order in which they were leased last. */
  private final Map<Key, Shared> open = new LinkedHashMap<>();

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
    Shared shared = open.remove(key);
    if (shared == null) {
      makeRoomOn(key.device());
      shared = new Shared(opener.open());
      opened++;
      log("opened", key);
    }
    open.put(key, shared);
    shared.leases++;
    return new Lease(shared);
  }

  /** Closes idle models of a device until another one may be opened. */
  private void makeRoomOn(TaskDevice device) {
    long left = open.keySet().stream().filter(key -> key.device().equals(device)).count();
    Iterator<Map.Entry<Key, Shared>> oldestFirst = open.entrySet().iterator();
    while (left >= MOST_PER_DEVICE && oldestFirst.hasNext()) {
      Map.Entry<Key, Shared> entry = oldestFirst.next();
      if (entry.getKey().device().equals(device) && closeUnlessLeased(entry)) {
        oldestFirst.remove();
        left--;
      }
    }
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
