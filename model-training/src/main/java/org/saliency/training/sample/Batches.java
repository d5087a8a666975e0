package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.saliency.dataset.VideoFrame;

/** Division of frames into batches. */
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
   * Number of batches returned by {@link #random}.
   *
   * @param frames number of frames
   * @param count requested number of batches; 0 to draw each frame once
   */
  public static int count(int frames, int size, int count) {
    return count == 0 ? Math.max(1, frames / size) : count;
  }

  /**
   * Random batches of equal size. Each frame is drawn once before any is drawn again. With count 0,
   * an incomplete last batch is dropped, or filled up if it is the only one.
   *
   * @param count number of batches; 0 to draw each frame once
   * @param seed seed of the order
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
