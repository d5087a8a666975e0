package org.saliency.spark.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.saliency.frame.ColourHistogram;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * Items that wait for their maps, in order. The map of an item is predicted if it is a key, or is
 * beside a cut between two shots, beside a bad item, or at an end of its sequence. All others are
 * interpolated linearly between the predicted ones around them. Which it is depends on the item and
 * the two beside it alone.
 *
 * @param <T> item
 */
final class WaitingItems<T> {

  private enum Kind {
    UNDECIDED,
    PREDICTED,
    INTERPOLATED,
    BAD
  }

  private static final class Entry<T> {

    final T item;
    final List<Frame> window;
    Kind kind;

    Entry(T item, List<Frame> window, Kind kind) {
      this.item = item;
      this.window = window;
      this.kind = kind;
    }
  }

  /**
   * An item whose turn has come.
   *
   * @param map null for a bad item
   */
  @SuppressWarnings("ArrayRecordComponent") // a pixel buffer that is never compared
  record Mapped<T>(T item, float[] map) {}

  private final Deque<Entry<T>> entries = new ArrayDeque<>();
  private final DistinctWindows windows = new DistinctWindows();

  /** Number of items at the end that are neither predicted nor bad. */
  private int open;

  private Object sequence;
  private Optional<Frame> frame = Optional.empty();
  private Optional<ColourHistogram> colours = Optional.empty();

  /** Whether the announced item continues the shot of the one before it. */
  private boolean isContinued;

  private float[] lastMap;
  private MapCounts counts = MapCounts.NONE;

  /**
   * Announces the next item, which decides about the last one.
   *
   * @param of sequence of the item
   * @param next its frame; empty if it is bad
   * @param isKey whether its map is predicted in any case
   */
  void announce(Object of, Optional<Frame> next, boolean isKey) {
    Entry<T> last = entries.peekLast();
    boolean isUndecided = last != null && last.kind == Kind.UNDECIDED;
    Optional<ColourHistogram> nextColours = Optional.empty();
    isContinued = false;
    if (of == sequence && (isUndecided || !isKey) && frame.isPresent() && next.isPresent()) {
      nextColours = next.map(ColourHistogram::of);
      isContinued =
          colours.or(() -> frame.map(ColourHistogram::of)).get().isSameShot(nextColours.get());
    }
    if (isUndecided && isContinued) {
      last.kind = Kind.INTERPOLATED;
    } else if (isUndecided) {
      predict(last);
    }
    sequence = of;
    frame = next;
    colours = nextColours;
  }

  /** Predicts the map of the last item. */
  private void predict(Entry<T> entry) {
    entry.kind = Kind.PREDICTED;
    windows.add(entry.window);
    open = 0;
  }

  /**
   * Adds the announced item.
   *
   * @param window its frame and those before it; empty if it is bad
   */
  void add(T item, List<Frame> window, boolean isKey) {
    Entry<T> entry = new Entry<>(item, window, window.isEmpty() ? Kind.BAD : Kind.UNDECIDED);
    entries.add(entry);
    if (entry.kind == Kind.BAD) {
      open = 0;
    } else if (isKey || !isContinued) {
      predict(entry);
    } else {
      open++;
    }
  }

  /** Decides about the last item, which no other follows. */
  void end() {
    announce(null, Optional.empty(), true);
  }

  /** Number of items whose maps are known after a forward pass, or that have none. */
  int decided() {
    return entries.size() - open;
  }

  /** Number of windows to predict. */
  int toPredict() {
    return windows.toPredict();
  }

  /** Whether the windows to predict have frames of another size. */
  boolean differsFrom(Size size) {
    return windows.differsFrom(size);
  }

  /** How maps were made so far. */
  MapCounts counts() {
    return counts;
  }

  /** The first item that is not bad; there must be one. */
  T first() {
    return entries.stream().filter(entry -> entry.kind != Kind.BAD).findFirst().orElseThrow().item;
  }

  /**
   * Removes the items whose maps are known after a forward pass, or that have none, and returns
   * them in order.
   *
   * @param predictor predicts the maps of at least one window, which differ
   */
  List<Mapped<T>> maps(Function<List<List<Frame>>, List<float[]>> predictor) {
    int predicted = windows.toPredict();
    Deque<float[]> maps = new ArrayDeque<>(windows.maps(predictor));
    counts = counts.plus(new MapCounts(predicted, maps.size() - predicted, 0));
    List<Mapped<T>> mapped = new ArrayList<>();
    List<T> between = new ArrayList<>();
    for (int left = decided(); left > 0; left--) {
      Entry<T> entry = entries.remove();
      if (entry.kind == Kind.BAD) {
        mapped.add(new Mapped<>(entry.item, null));
      } else if (entry.kind == Kind.PREDICTED) {
        float[] map = maps.remove();
        interpolate(between, map, mapped);
        mapped.add(new Mapped<>(entry.item, map));
        lastMap = map;
        between.clear();
      } else {
        between.add(entry.item);
      }
    }
    return mapped;
  }

  /** Gives items the maps between the last one and the next. */
  private void interpolate(List<T> items, float[] next, List<Mapped<T>> mapped) {
    for (int i = 0; i < items.size(); i++) {
      float share = (i + 1) / (items.size() + 1f);
      float[] map = new float[next.length];
      for (int pixel = 0; pixel < map.length; pixel++) {
        map[pixel] = lastMap[pixel] + share * (next[pixel] - lastMap[pixel]);
      }
      mapped.add(new Mapped<>(items.get(i), map));
    }
    counts = counts.plus(new MapCounts(0, 0, items.size()));
  }
}
