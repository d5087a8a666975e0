package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How well viewers predict each other, which shows how well a method can do at best. */
enum Ceiling {
  /** No ceiling is measured. */
  NONE {
    @Override
    int predicting(int viewers) {
      return 0;
    }
  },
  /** One viewer predicts the others. */
  ONE_VIEWER {
    @Override
    int predicting(int viewers) {
      return 1;
    }
  },
  /** Half of the viewers, rounded down, predicts the others. */
  HALF_VIEWERS {
    @Override
    int predicting(int viewers) {
      return viewers / 2;
    }
  };

  private static final int FEWEST = 2;

  /** Number of viewers who predict. */
  abstract int predicting(int viewers);

  /**
   * Draws the viewers who predict.
   *
   * @param viewers all viewers of a frame, each once
   * @param most number of draws; fewer if there are fewer viewers to draw one of
   * @return empty with fewer than two viewers
   */
  List<Set<Integer>> draws(int[] viewers, int most, SplittableRandom random) {
    if (viewers.length < FEWEST) {
      return List.of();
    }
    int size = predicting(viewers.length);
    if (size == 1) { // distinct viewers
      return IntStream.of(drawn(viewers, Math.min(most, viewers.length), random))
          .mapToObj(Set::of)
          .toList();
    }
    List<Set<Integer>> draws = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      draws.add(
          IntStream.of(drawn(viewers, size, random))
              .boxed()
              .collect(Collectors.toUnmodifiableSet()));
    }
    return draws;
  }

  private static int[] drawn(int[] viewers, int count, SplittableRandom random) {
    return IntStream.of(ReferenceReader.draw(viewers.length, count, random))
        .map(i -> viewers[i])
        .toArray();
  }
}
