package org.saliency.spark.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.saliency.concurrent.ReadAhead;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;
import org.saliency.pytorch.MapPredictor;
import org.saliency.spark.serving.PredictorRecipe;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.Span;
import org.saliency.spark.task.TaskStages;

/**
 * Predicts the maps of a stream of pictures, in order, in three stages side by side: one thread
 * decodes ahead, the caller's predicts batches, one thread encodes. No more than a few batches are
 * in memory. It begins when the first result is asked for; close it to stop the threads.
 *
 * @param <I> what a picture comes in
 * @param <P> a picture as decoded
 * @param <R> what comes of it
 */
public final class PictureStream<I, P, R> implements Iterator<R>, AutoCloseable {

  /** Decoded pictures that may wait for the device, and results for the caller, beside a batch. */
  private static final int WAITING = 4;

  /** Pictures without a frame that may pass while a batch fills, for each picture of a batch. */
  private static final int PASSING = 16;

  /**
   * What is done before and after a prediction; each step by one thread at a time.
   *
   * @param <I> what a picture comes in
   * @param <P> a picture as decoded
   * @param <R> what comes of it
   */
  public interface Steps<I, P, R> {

    /** Which picture it is, in words, for warnings. */
    String place(I input);

    /** Decodes a picture. */
    P decode(I input);

    /** Its frame, of the network's input size; empty where no map is to be predicted. */
    Optional<Frame> frame(P picture);

    /** The result of a picture and its map, of the network's size. */
    R encode(P picture, Optional<SaliencyMap> map);
  }

  /** A picture, and what it came in. */
  private record Decoded<I, P>(I input, P picture) {}

  /** A picture and its map, values row after row; null where there is none. */
  @SuppressWarnings("ArrayRecordComponent") // a pixel buffer; compared by nobody
  private record Predicted<I, P>(Decoded<I, P> decoded, float[] map) {}

  private final Steps<I, P, R> steps;
  private final MapPredictor model;
  private final int batchSize;
  private final int window;
  private final int cores;
  private final TaskStages stages;
  private final ReadAhead<I, Decoded<I, P>> decoded;
  private final ReadAhead<Predicted<I, P>, R> encoded;

  /** Pictures that wait for their batch to fill, and the frames among them. */
  private final List<Decoded<I, P>> waiting = new ArrayList<>();

  private final List<Frame> batch = new ArrayList<>();
  private final Queue<Predicted<I, P>> predicted = new ArrayDeque<>();

  /** While the caller works on what it has taken. */
  private Span rest;

  /**
   * A stream that has not begun.
   *
   * @param model predicts; stays open when the stream is closed
   * @param cores threads of a forward pass on a CPU
   * @param stages told of its work; stay open when the stream is closed
   */
  public PictureStream(
      Iterator<I> inputs,
      Steps<I, P, R> steps,
      MapPredictor model,
      PredictorRecipe recipe,
      int cores,
      TaskStages stages) {
    this.steps = steps;
    this.model = model;
    this.batchSize = recipe.batchSize(model.device());
    this.window = recipe.model().window();
    this.cores = cores;
    this.stages = stages;
    this.rest = stages.rest();
    this.decoded = new ReadAhead<>(inputs, this::decode, 1, batchSize + WAITING, "decode");
    this.encoded =
        new ReadAhead<>(new Predictions(), this::encode, 1, batchSize + WAITING, "encode");
  }

  @Override
  public boolean hasNext() {
    return taking(encoded::hasNext);
  }

  @Override
  public R next() {
    return taking(() -> uninterrupted(encoded::next));
  }

  /** Does what the caller waits for. */
  private <T> T taking(Supplier<T> work) {
    rest.close();
    try {
      return work.get();
    } finally {
      rest = stages.rest();
    }
  }

  private Decoded<I, P> decode(I input) {
    try (Span span = stages.work(Activity.DECODE, () -> steps.place(input))) {
      return new Decoded<>(input, steps.decode(input));
    }
  }

  private R encode(Predicted<I, P> next) {
    P picture = next.decoded().picture();
    try (Span span = stages.work(Activity.ENCODE, () -> steps.place(next.decoded().input()))) {
      if (next.map() == null) {
        R result = steps.encode(picture, Optional.empty());
        stages.badFrame();
        return result;
      }
      R result = steps.encode(picture, Optional.of(SaliencyMap.of(model.outputSize(), next.map())));
      stages.frame();
      return result;
    }
  }

  /** Predicts when it is asked for more than it has. */
  private final class Predictions implements Iterator<Predicted<I, P>> {

    @Override
    public boolean hasNext() {
      return !predicted.isEmpty() || !waiting.isEmpty() || decoded.hasNext();
    }

    @Override
    public Predicted<I, P> next() {
      while (predicted.isEmpty() && decoded.hasNext()) {
        take(nextDecoded());
      }
      if (predicted.isEmpty()) {
        predict();
      }
      return predicted.remove();
    }

    private Decoded<I, P> nextDecoded() {
      try (Span span = stages.waiting(Activity.WAIT_DECODE)) {
        return uninterrupted(decoded::next);
      }
    }

    private void take(Decoded<I, P> next) {
      Optional<Frame> frame = steps.frame(next.picture());
      waiting.add(next);
      frame.ifPresent(batch::add);
      if (batch.size() == batchSize || waiting.size() == PASSING * batchSize) {
        predict();
      }
    }
  }

  /** Predicts the maps of the pictures that wait; a smaller last batch is filled up. */
  private void predict() {
    Iterator<float[]> maps = Collections.emptyIterator();
    if (!batch.isEmpty()) {
      List<List<Frame>> windows = new ArrayList<>();
      for (int i = 0; i < batchSize; i++) {
        Frame frame = batch.get(Math.min(i, batch.size() - 1));
        windows.add(Collections.nCopies(window, frame));
      }
      I first = waiting.get(0).input();
      try (Span span = stages.work(Activity.PREDICT, () -> steps.place(first))) {
        maps = model.predictWindows(windows, cores).iterator();
      }
    }
    for (Decoded<I, P> next : waiting) {
      boolean hasMap = steps.frame(next.picture()).isPresent();
      predicted.add(new Predicted<>(next, hasMap ? maps.next() : null));
    }
    waiting.clear();
    batch.clear();
  }

  private interface Step<T> {
    T get() throws InterruptedException;
  }

  private static <T> T uninterrupted(Step<T> step) {
    try {
      return step.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the task was cancelled");
    }
  }

  @Override
  public void close() throws InterruptedException {
    decoded.close();
    encoded.close();
  }
}
