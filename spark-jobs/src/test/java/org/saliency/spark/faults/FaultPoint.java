package org.saliency.spark.faults;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;

/**
 * What happens at the calls of one run to a {@link FaultyFiles}. A run is the authority of its
 * paths, so that what is left of a dead run goes on failing while another one works.
 */
public abstract class FaultPoint {

  /** Kind of call. */
  public enum Call {
    CREATE,
    WRITE,
    CLOSE,
    RENAME,
    DELETE,
    LIST,
    MKDIRS
  }

  /** Effect of a call. */
  public interface Effect<T> {
    T run() throws IOException;
  }

  private static final Map<String, FaultPoint> BY_RUN = new ConcurrentHashMap<>();

  private static final FaultPoint NONE =
      new FaultPoint() {
        @Override
        public <T> T around(Call call, Path path, Effect<T> effect) throws IOException {
          return effect.run();
        }
      };

  /** Sets what happens to a run. */
  public static void set(String run, FaultPoint point) {
    BY_RUN.put(run, point);
  }

  static FaultPoint of(String run) {
    return BY_RUN.getOrDefault(run, NONE);
  }

  /** Makes a call, or does not. */
  public abstract <T> T around(Call call, Path path, Effect<T> effect) throws IOException;
}
