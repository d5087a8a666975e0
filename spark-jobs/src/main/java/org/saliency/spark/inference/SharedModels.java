package org.saliency.spark.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.torchscript.BatchHalving;
import org.saliency.torchscript.MapPredictor;
import org.saliency.torchscript.ServingModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of this JVM: one for each device and archive, opened by the first task that leases it
 * and kept for the next. An idle model is closed when its device is leased for another archive, and
 * when the JVM ends. Each opening and closing is counted and logged.
 */
public final class SharedModels {

  private static final Logger LOG = LoggerFactory.getLogger(SharedModels.class);
  private static final SharedModels INSTANCE = new SharedModels();

  private record Key(TaskDevice device, String hash) {}

  /**
   * Models that this JVM has opened and closed so far.
   *
   * @param opened loaded from an archive
   * @param closed given back to the system
   */
  record Counts(int opened, int closed) {}

  /** Opens a model that this JVM does not have yet. */
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

  private SharedModels() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeIdle, "close-models"));
  }

  /** A model that a task may use until it closes the lease. */
  public final class Lease implements AutoCloseable {

    private final Shared shared;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    /** Predicts in smaller batches once the device's memory did not hold larger ones. */
    public BatchHalving model() {
      return shared.model;
    }

    @Override
    public void close() {
      synchronized (SharedModels.this) {
        shared.leases--;
      }
    }
  }

  /**
   * Leases the serving form of an archive on a device.
   *
   * @param archive the serving form
   * @param hash SHA-256 of the archive: what differs in it is another model
   * @param outputSize size of the maps it gives
   */
  static Lease lease(Path archive, String hash, Size outputSize, TaskDevice device)
      throws IOException {
    return lease(
        hash,
        device,
        () -> {
          ArchiveHash.require(archive, hash);
          return ServingModel.open(archive, outputSize, device.device());
        });
  }

  /**
   * Leases a model on a device.
   *
   * @param hash what differs in it is another model
   * @param opener opens the model on that device
   */
  static Lease lease(String hash, TaskDevice device, Opener opener) throws IOException {
    return INSTANCE.leaseModel(new Key(device, hash), opener);
  }

  static Counts counts() {
    synchronized (INSTANCE) {
      return new Counts(INSTANCE.opened, INSTANCE.closed);
    }
  }

  private synchronized Lease leaseModel(Key key, Opener opener) throws IOException {
    closeInTheWayOf(key);
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

  /** Closes what nobody leases of the same device. */
  private void closeInTheWayOf(Key wanted) {
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
        key.hash().substring(0, 12),
        key.device().device(),
        key.device().address(),
        opened,
        closed);
  }
}
