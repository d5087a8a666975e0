package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.spark.report.page.SmallMap;

/**
 * Properties of a video, measured on the frames that are read for the page: motion between a frame
 * and the next, cuts between frames spread over the video, and how widely the truth is spread.
 */
final class VideoMeasures {

  static final String MOTION = "motion (mean change between consecutive frames, of 255)";
  static final String CUTS = "cuts (seen between sampled frames)";
  static final String SPREAD = "spread of attention (entropy of the truth, bits)";

  /** A cut changes at least this share of the colours, and the picture by this much, of 255. */
  private static final double CUT_COLOURS = 0.25;

  private static final double CUT_CHANGE = 40;

  /** With fewer sampled frames, cuts would be missed. */
  private static final int FEWEST_FOR_CUTS = 8;

  private final List<Double> changes = new ArrayList<>();
  private final List<Double> entropies = new ArrayList<>();
  private FrameSketch last; // null before the first
  private int frames;
  private int cuts;

  /** Adds a sampled frame; frames come in order. */
  void add(Optional<FrameSketch> frame, Optional<SmallMap> truth) {
    truth.filter(VideoMeasures::hasMass).ifPresent(map -> entropies.add(entropy(map)));
    frame.ifPresent(
        sketch -> {
          if (last != null
              && last.colourChangeTo(sketch) >= CUT_COLOURS
              && last.motionTo(sketch) >= CUT_CHANGE) {
            cuts++;
          }
          last = sketch;
          frames++;
        });
  }

  /** Adds the frame that follows a sampled one. */
  void addNext(FrameSketch frame, FrameSketch next) {
    changes.add(frame.motionTo(next));
  }

  /** The values by name of the measure; without those that could not be measured. */
  Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    // the median leaves out pairs across a cut
    median(changes).ifPresent(motion -> values.put(MOTION, motion));
    if (frames >= FEWEST_FOR_CUTS) {
      values.put(CUTS, (double) cuts);
    }
    entropies.stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .ifPresent(entropy -> values.put(SPREAD, entropy));
    return values;
  }

  private static Optional<Double> median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2);
  }

  private static boolean hasMass(SmallMap map) {
    for (byte value : map.grey()) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** Of the map as a distribution over its pixels. */
  private static double entropy(SmallMap map) {
    long sum = 0;
    for (byte value : map.grey()) {
      sum += value & 0xff;
    }
    double entropy = 0;
    for (byte value : map.grey()) {
      double share = (double) (value & 0xff) / sum;
      if (share > 0) {
        entropy -= share * Math.log(share) / Math.log(2);
      }
    }
    return entropy;
  }
}
