package org.saliency.spark.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/** The objects of a {@link SimulatedStore}: made-up ones, and those that were written. */
public final class SimulatedBucket {

  private static final Map<String, SimulatedBucket> BUCKETS = new ConcurrentHashMap<>();

  private record Written(byte[] bytes, long modified) {}

  private final Requests requests = new Requests();
  private final List<SimulatedContent> contents = new ArrayList<>();
  private final NavigableMap<String, Written> written = new ConcurrentSkipListMap<>();
  private final NavigableSet<String> folders = new ConcurrentSkipListSet<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private long lastModified;

  private SimulatedBucket() {}

  /** A bucket by name, which is created when it is first named. */
  public static SimulatedBucket named(String name) {
    return BUCKETS.computeIfAbsent(name, key -> new SimulatedBucket());
  }

  /** Removes a bucket. */
  public static void remove(String name) {
    BUCKETS.remove(name);
  }

  SimulatedBucket with(SimulatedContent content) {
    contents.add(content);
    return this;
  }

  public Requests requests() {
    return requests;
  }

  /** Condition on the present object under which one is written. */
  interface Condition {
    boolean holds(Optional<SimulatedObject> current);
  }

  synchronized void put(String key, byte[] bytes, Condition condition) throws IOException {
    if (!condition.holds(find(key).filter(object -> !object.isFolder()))) {
      throw new FileAlreadyExistsException(key);
    }
    lastModified = Math.max(lastModified + 1, System.currentTimeMillis());
    written.put(key, new Written(bytes, lastModified));
    deleted.remove(key);
  }

  /** Creates a marker that keeps an empty folder. */
  void mark(String folder) {
    folders.add(folder);
  }

  /** Moves an object, or all of a folder; returns how many. */
  int move(String from, String to) throws IOException {
    Optional<SimulatedObject> found = find(from);
    if (found.isEmpty()) {
      return 0;
    }
    int count = 0;
    if (found.get().isFolder()) {
      for (SimulatedObject child : list(from)) {
        count += move(child.path(), to + child.path().substring(from.length()));
      }
    } else {
      put(to, read(from), current -> true);
      count++;
    }
    delete(from);
    return count;
  }

  /** Deletes an object, or all of a folder; returns how many. */
  int delete(String key) throws IOException {
    folders.remove(key);
    if (written.remove(key) != null) {
      return 1;
    }
    Optional<SimulatedObject> found = find(key);
    if (found.isEmpty()) {
      return 0;
    }
    if (!found.get().isFolder()) {
      deleted.add(key);
      return 1;
    }
    int count = 0;
    for (SimulatedObject child : list(key)) {
      count += delete(child.path());
    }
    return count;
  }

  private NavigableMap<String, Written> below(String folder) {
    String start = folder.endsWith("/") ? folder : folder + "/";
    return written.subMap(start, false, start + Character.MAX_VALUE, false);
  }

  Optional<SimulatedObject> find(String key) throws IOException {
    Written own = written.get(key);
    if (own != null) {
      return Optional.of(new SimulatedObject(key, false, own.bytes().length, own.modified()));
    }
    if (deleted.contains(key)) {
      return Optional.empty();
    }
    for (SimulatedContent content : contents) {
      Optional<SimulatedObject> found = content.find(key);
      if (found.isPresent() && (!found.get().isFolder() || !list(key).isEmpty())) {
        return found;
      }
    }
    return below(key).isEmpty() && !folders.contains(key)
        ? Optional.empty()
        : Optional.of(SimulatedObject.folder(key));
  }

  List<SimulatedObject> list(String folder) throws IOException {
    if (deleted.isEmpty() && below(folder).isEmpty()) {
      for (SimulatedContent content : contents) {
        List<SimulatedObject> made = content.list(folder);
        if (!made.isEmpty() && folders.tailSet(folder, true).isEmpty()) {
          return made; // the usual case, which must not cost the time that is measured
        }
      }
    }
    Map<String, SimulatedObject> objects = new TreeMap<>();
    for (SimulatedContent content : contents) {
      for (SimulatedObject object : content.list(folder)) {
        if (!deleted.contains(object.path())) {
          objects.put(object.path(), object);
        }
      }
    }
    String start = folder.endsWith("/") ? folder : folder + "/";
    below(folder)
        .forEach(
            (key, own) -> {
              int slash = key.indexOf('/', start.length());
              String child = slash < 0 ? key : key.substring(0, slash);
              objects.put(
                  child,
                  slash < 0
                      ? new SimulatedObject(key, false, own.bytes().length, own.modified())
                      : SimulatedObject.folder(child));
            });
    for (String marked : folders.subSet(start, false, start + Character.MAX_VALUE, false)) {
      int slash = marked.indexOf('/', start.length());
      String child = slash < 0 ? marked : marked.substring(0, slash);
      objects.putIfAbsent(child, SimulatedObject.folder(child));
    }
    return List.copyOf(objects.values());
  }

  /** The bytes of an object; null if there is none. */
  byte[] read(String key) throws IOException {
    Written own = written.get(key);
    if (own != null) {
      return own.bytes();
    }
    if (deleted.contains(key)) {
      return null;
    }
    for (SimulatedContent content : contents) {
      if (content.find(key).filter(object -> !object.isFolder()).isPresent()) {
        return content.read(key);
      }
    }
    return null;
  }
}
