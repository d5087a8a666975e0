package org.saliency.spark.scale;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to an object store: counted by kind and place, and delayed. Thread-safe. */
public final class Requests {

  /** Kinds of requests of the S3 protocol. */
  public enum Kind {
    HEAD,
    LIST,
    GET,
    PUT,
    DELETE
  }

  private record Place(Kind kind, String folder) {}

  /** A bucket's top-level folder and what is below it, up to the folders of single videos. */
  private static final Pattern FOLDER =
      Pattern.compile("(/[^/]+(?:/_saliency/(?:segments|staging)|/(?!_saliency)[a-z_0-9]+)?).*");

  private final Map<Place, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder underWay = new LongAdder();
  private volatile long nanos;
  private volatile long mostAtOnce;

  /** Sets the time that each request takes. */
  void delay(long millis) {
    nanos = millis * 1_000_000;
  }

  /** Sets what happens before the next request for a path. */
  void before(String path, Runnable action) {
    actions.put(path, action);
  }

  /** Makes a request. */
  void make(Kind kind, String path) {
    Runnable action = actions.remove(path);
    if (action != null) {
      action.run();
    }
    Matcher matcher = FOLDER.matcher(path);
    String folder = matcher.matches() ? matcher.group(1) : path;
    counts.computeIfAbsent(new Place(kind, folder), place -> new LongAdder()).increment();
    if (nanos == 0) {
      return;
    }
    underWay.increment();
    mostAtOnce = Math.max(mostAtOnce, underWay.sum());
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    underWay.decrement();
  }

  /** Counts bytes of objects that were read. */
  void transfer(long count) {
    bytes.add(count);
  }

  /** Forgets what was counted. */
  public void reset() {
    counts.clear();
    bytes.reset();
    mostAtOnce = 0;
  }

  /** Number of all requests. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Number of bytes of objects that were read. */
  public long bytes() {
    return bytes.sum();
  }

  /** About the largest number of requests that were under way at once. */
  public long mostAtOnce() {
    return mostAtOnce;
  }

  /** Number of requests whose folder begins so. */
  public long in(String folder) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().folder().startsWith(folder))
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  /** Numbers by kind. */
  public Map<Kind, Long> byKind() {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    counts.forEach((place, count) -> sums.merge(place.kind(), count.sum(), Long::sum));
    return sums;
  }

  /** Numbers by folder and kind. */
  public Map<String, Long> byPlace() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach(
        (place, count) -> sums.merge(place.folder() + " " + place.kind(), count.sum(), Long::sum));
    return sums;
  }
}
