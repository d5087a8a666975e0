package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.saliency.dataset.VideoFrame;

/** Which frames make which batch. */
public final class Batches {

  private Batches() {}

  /** Consecutive frames; the last batch may be smaller. */
  public static List<List<VideoFrame>> inOrder(List<VideoFrame> frames, int size) {
    List<List<VideoFrame>> batches = new ArrayList<>();
    for (int i = 0; i < frames.size(); i += size) {
      batches.add(List.copyOf(frames.subList(i, Math.min(frames.size(), i + size))));
    }
    return batches;
  }

  /**
   * How many batches {@link #random} gives.
   *
   * @param frames to draw from
   * @param count as asked for; 0 for as many as draw each frame once
   */
  public static int count(int frames, int size, int count) {
    return count == 0 ? Math.max(1, frames / size) : count;
  }

  /**
   * Random batches of one size. Each frame is drawn once before any is drawn again; what does not
   * fill a batch at the end is left out, unless nothing else is there.
   *
   * @param count how many; 0 for as many as draw each frame once
   * @param seed decides on the order
   */
  public static List<List<VideoFrame>> random(
      List<VideoFrame> frames, int size, int count, long seed) {
    Random random = new Random(seed);
    int wanted = count(frames.size(), size, count);
    List<List<VideoFrame>> batches = new ArrayList<>();
    List<VideoFrame> deck = new ArrayList<>();
    while (batches.size() < wanted) {
      List<VideoFrame> batch = new ArrayList<>();
      while (batch.size() < size) {
        if (deck.isEmpty()) {
          deck.addAll(frames);
          Collections.shuffle(deck, random);
        }
        batch.add(deck.remove(deck.size() - 1));
      }
      batches.add(batch);
    }
    return batches;
  }
}
