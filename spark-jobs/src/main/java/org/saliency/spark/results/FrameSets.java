package org.saliency.spark.results;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.saliency.metric.Metric;

/**
 * The frames of each video for which a method has a value, by metric, and those that were measured.
 */
final class FrameSets {

  private final Map<String, BitSet> measured = new TreeMap<>();
  private final Map<Metric, Map<String, BitSet>> defined = new EnumMap<>(Metric.class);

  /** The frames of a method's videos. */
  static FrameSets of(FrameTable table) {
    Set<String> videos =
        table.scores().videos().stream().map(Scores.Video::name).collect(Collectors.toSet());
    FrameSets sets = new FrameSets();
    table.forEach(
        row -> {
          if (videos.contains(row.video())) {
            add(sets.measured, row);
            row.values()
                .keySet()
                .forEach(
                    metric ->
                        add(sets.defined.computeIfAbsent(metric, key -> new TreeMap<>()), row));
          }
        });
    return sets;
  }

  private static void add(Map<String, BitSet> frames, FrameTable.Row row) {
    frames.computeIfAbsent(row.video(), video -> new BitSet()).set(row.frame());
  }

  /**
   * The frames that all have in common. A metric without any value in one of them is not compared
   * by frame: its frames are those that the others have in common.
   */
  static FrameSets common(List<FrameSets> all) {
    FrameSets common = new FrameSets();
    common.measured.putAll(intersection(all.stream().map(sets -> sets.measured).toList()));
    for (Metric metric : Metric.values()) {
      List<Map<String, BitSet>> frames =
          all.stream()
              .filter(sets -> sets.defined.containsKey(metric))
              .map(sets -> sets.defined.get(metric))
              .toList();
      if (!frames.isEmpty()) {
        Map<String, BitSet> both = intersection(frames);
        both.keySet().retainAll(common.measured.keySet());
        both.forEach((video, set) -> set.and(common.measured.get(video)));
        common.defined.put(metric, both);
      }
    }
    return common;
  }

  private static Map<String, BitSet> intersection(List<Map<String, BitSet>> all) {
    Map<String, BitSet> common = new TreeMap<>();
    all.get(0)
        .forEach(
            (video, frames) -> {
              BitSet both = (BitSet) frames.clone();
              all.forEach(other -> both.and(other.getOrDefault(video, new BitSet())));
              if (!both.isEmpty()) {
                common.put(video, both);
              }
            });
    return common;
  }

  /** Names of the measured videos. */
  Set<String> videos() {
    return measured.keySet();
  }

  /** Number of measured frames. */
  long frames() {
    return count(measured);
  }

  /** Number of frames with a value; 0 without any. */
  long frames(Metric metric) {
    return count(defined.getOrDefault(metric, Map.of()));
  }

  /** The metrics with a value for some frame. */
  Set<Metric> metrics() {
    return defined.keySet();
  }

  boolean isDefined(Metric metric, String video, int frame) {
    BitSet frames = defined.getOrDefault(metric, Map.of()).get(video);
    return frames != null && frames.get(frame);
  }

  /** Whether both have the same measured frames. */
  boolean hasFramesOf(FrameSets other) {
    return measured.equals(other.measured);
  }

  private static long count(Map<String, BitSet> frames) {
    return frames.values().stream().mapToLong(BitSet::cardinality).sum();
  }
}
