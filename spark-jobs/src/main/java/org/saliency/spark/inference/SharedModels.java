package org.saliency.spark.inference;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.torchscript.ServingModel;

/**
 * The models of this JVM: one for each device and archive, opened by the first task that leases it
 * and kept for the next. An idle model is closed when its device is leased for another archive, and
 * when the JVM ends.
 */
final class SharedModels {

  private static final SharedModels INSTANCE = new SharedModels();

  private record Key(Device device, Path archive) {}

  private static final class Shared {
    final ServingModel model;
    int leases;

    Shared(ServingModel model) {
      this.model = model;
    }
  }

  private final Map<Key, Shared> open = new HashMap<>();

  private SharedModels() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeIdle(null), "close-models"));
  }

  /** A model that a task may use until it closes the lease. */
  final class Lease implements AutoCloseable {

    private final Shared shared;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    ServingModel model() {
      return shared.model;
    }

    @Override
    public void close() {
      synchronized (SharedModels.this) {
        shared.leases--;
      }
    }
  }

  static Lease lease(Path archive, Size outputSize, Device device) throws IOException {
    return INSTANCE.leaseModel(new Key(device, archive), outputSize);
  }

  private synchronized Lease leaseModel(Key key, Size outputSize) throws IOException {
    closeIdle(key);
    Shared shared = open.get(key);
    if (shared == null) {
      shared = new Shared(ServingModel.open(key.archive(), outputSize, key.device()));
      open.put(key, shared);
    }
    shared.leases++;
    return new Lease(shared);
  }

  /** Closes what nobody leases, of the key's device; of all devices without a key. */
  private synchronized void closeIdle(Key wanted) {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean inTheWay =
                  wanted == null
                      || (entry.getKey().device().equals(wanted.device())
                          && !entry.getKey().equals(wanted));
              if (inTheWay && entry.getValue().leases == 0) {
                entry.getValue().model.close();
                return true;
              }
              return false;
            });
  }
}
