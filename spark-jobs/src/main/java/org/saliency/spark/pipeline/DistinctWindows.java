package org.saliency.spark.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * The windows of the next forward pass. A window that equals the one before it, as in a still scene
 * or where a video repeats frames, is not predicted again: it has the same map.
 */
final class DistinctWindows {

  /** Windows to predict. */
  private final List<List<Frame>> distinct = new ArrayList<>();

  /** For each window, its place among those to predict; -1 for the last one predicted before. */
  private final List<Integer> places = new ArrayList<>();

  private List<Frame> last = List.of();
  private float[] lastMap;

  /** Adds the next window. */
  void add(List<Frame> window) {
    if (!isEqual(window, last)) {
      distinct.add(window);
    }
    last = window;
    places.add(distinct.size() - 1);
  }

  private static boolean isEqual(List<Frame> window, List<Frame> other) {
    if (window.size() != other.size()) {
      return false;
    }
    // The last frames differ most often.
    for (int i = window.size() - 1; i >= 0; i--) {
      if (!isEqual(window.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(Frame frame, Frame other) {
    return frame == other
        || frame.size().equals(other.size()) && Arrays.equals(frame.rgb(), other.rgb());
  }

  /** Number of windows to predict. */
  int toPredict() {
    return distinct.size();
  }

  /** Whether the windows to predict have frames of another size. */
  boolean differsFrom(Size size) {
    return !distinct.isEmpty() && !distinct.get(0).get(0).size().equals(size);
  }

  /**
   * Removes all windows and returns their maps, in order.
   *
   * @param predictor predicts the maps of at least one window, which differ
   */
  List<float[]> maps(Function<List<List<Frame>>, List<float[]>> predictor) {
    List<float[]> predicted =
        distinct.isEmpty() ? List.of() : predictor.apply(List.copyOf(distinct));
    List<float[]> maps = new ArrayList<>();
    for (int place : places) {
      maps.add(place < 0 ? lastMap : predicted.get(place));
    }
    if (!maps.isEmpty()) {
      lastMap = maps.get(maps.size() - 1);
    }
    distinct.clear();
    places.clear();
    return maps;
  }
}
