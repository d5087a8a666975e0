package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.saliency.dataset.VideoFrame;

/** The frames of an epoch, each as often as its weight says. */
public final class WeightedFrames {

  private WeightedFrames() {}

  /** Number of frames that {@link #of} returns, for any seed. */
  public static int count(List<Sample> samples) {
    return byWeight(samples).entrySet().stream()
        .mapToInt(group -> count(group.getKey(), group.getValue().size()))
        .sum();
  }

  private static int count(double weight, int frames) {
    return (int) Math.max(1, Math.round(weight * frames));
  }

  /**
   * Repeats every frame as often as the whole part of its weight, and draws frames at random for
   * the fraction. Frames of weight 1 keep their order.
   *
   * @param seed seed of the random frames
   */
  public static List<VideoFrame> of(List<Sample> samples, long seed) {
    List<VideoFrame> drawn = new ArrayList<>();
    Random random = new Random(seed);
    byWeight(samples)
        .forEach(
            (weight, group) -> {
              List<VideoFrame> frames = new ArrayList<>();
              int count = count(weight, group.size());
              while (frames.size() + group.size() <= count) {
                group.forEach(sample -> frames.add(sample.frame()));
              }
              List<Sample> rest = new ArrayList<>(group);
              Collections.shuffle(rest, random);
              rest.subList(0, count - frames.size()).forEach(sample -> frames.add(sample.frame()));
              drawn.addAll(frames);
            });
    return drawn;
  }

  private static Map<Double, List<Sample>> byWeight(List<Sample> samples) {
    return samples.stream()
        .collect(Collectors.groupingBy(Sample::weight, TreeMap::new, Collectors.toList()));
  }
}
