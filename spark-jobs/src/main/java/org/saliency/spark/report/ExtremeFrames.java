package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import org.saliency.metric.Metric;
import org.saliency.spark.results.FrameScores;

/**
 * Frames with the lowest and the highest value of a metric, and those on which methods disagree
 * most; at most one of each video in a list, since neighbouring frames look alike.
 */
final class ExtremeFrames {

  private final List<String> videos;
  private final Metric metric;
  private final int count;

  /**
   * A search.
   *
   * @param videos to search
   * @param count number of frames of each list
   */
  ExtremeFrames(List<String> videos, Metric metric, int count) {
    this.videos = videos;
    this.metric = metric;
    this.count = count;
  }

  /**
   * A frame.
   *
   * @param video its video
   * @param index its 0-based index in the video
   */
  record Extreme(String video, int index) {}

  private record Scored(Extreme frame, double score) {}

  /** The lists of all methods, and that of disagreement, without duplicates. */
  Set<Extreme> all(List<FrameScores> methods) {
    Set<Extreme> frames = new LinkedHashSet<>();
    for (FrameScores method : methods) {
      frames.addAll(lowest(method));
      frames.addAll(highest(method));
    }
    frames.addAll(disagreement(methods));
    return frames;
  }

  /** The lowest first. */
  List<Extreme> lowest(FrameScores method) {
    return top(List.of(method), (video, i) -> -method.value(video, metric, i));
  }

  /** The highest first. */
  List<Extreme> highest(FrameScores method) {
    return top(List.of(method), (video, i) -> method.value(video, metric, i));
  }

  /** The largest range of values first; frames with a single value do not count. */
  List<Extreme> disagreement(List<FrameScores> methods) {
    return top(methods, (video, i) -> range(methods, video, i));
  }

  private double range(List<FrameScores> methods, String video, int frame) {
    double[] values =
        methods.stream()
            .mapToDouble(method -> method.value(video, metric, frame))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return values.length < 2
        ? Double.NaN
        : DoubleStream.of(values).max().getAsDouble() - DoubleStream.of(values).min().getAsDouble();
  }

  private interface Score {
    double of(String video, int frame);
  }

  private List<Extreme> top(List<FrameScores> methods, Score score) {
    List<Scored> found = new ArrayList<>();
    for (String video : videos) {
      int length = methods.stream().mapToInt(method -> method.length(video)).max().orElse(0);
      highest(length, frame -> score.of(video, frame))
          .ifPresent(
              frame -> found.add(new Scored(new Extreme(video, frame), score.of(video, frame))));
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .limit(count)
        .map(Scored::frame)
        .toList();
  }

  /** The first frame with the highest score; empty if all are NaN. */
  private static Optional<Integer> highest(int length, IntToDoubleFunction score) {
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int frame = 0; frame < length; frame++) {
      double own = score.applyAsDouble(frame);
      if (own > highest) {
        highest = own;
        best = frame;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }
}
