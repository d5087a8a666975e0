package org.saliency.dataset.synthetic;

import java.util.Random;

/** Random numbers, reproducible on every machine. */
final class Draw {

  private Draw() {}

  /** A generator for one video, seeded by the seed and the number of the video. */
  static Random forVideo(long seed, int video) {
    long mixed = seed + (video + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return new Random(mixed ^ (mixed >>> 31));
  }

  /** A number from {@code low} to below {@code high}. */
  static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** An integer from {@code low} to {@code high}, both inclusive. */
  static int whole(Random random, int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  static <T> T oneOf(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
