package org.saliency.spark.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;
import org.saliency.torchscript.MapPredictor;

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

    /** Decodes a picture. */
    P decode(I input);

    /** Its frame, of the network's input size; empty where no map is to be predicted. */
    Optional<Frame> frame(P picture);

    /** The result of a picture and its map, of the network's size. */
    R encode(P picture, Optional<SaliencyMap> map);
  }

  /** A picture and its map, values row after row; null where there is none. */
  @SuppressWarnings("ArrayRecordComponent") // a pixel buffer; compared by nobody
  private record Predicted<P>(P picture, float[] map) {}

  private final Steps<I, P, R> steps;
  private final MapPredictor model;
  private final int batchSize;
  private final int window;
  private final int cores;
  private final ReadAhead<I, P> decoded;
  private final ReadAhead<Predicted<P>, R> encoded;

  /** Pictures that wait for their batch to fill, and the frames among them. */
  private final List<P> waiting = new ArrayList<>();

  private final List<Frame> batch = new ArrayList<>();
  private final Queue<Predicted<P>> predicted = new ArrayDeque<>();

  /**
   * A stream that has not begun.
   *
   * @param model predicts; stays open when the stream is closed
   * @param cores threads of a forward pass on a CPU
   */
  public PictureStream(
      Iterator<I> inputs,
      Steps<I, P, R> steps,
      MapPredictor model,
      PredictorRecipe recipe,
      int cores) {
    this.steps = steps;
    this.model = model;
    this.batchSize = recipe.batchSize(model.device());
    this.window = recipe.model().window();
    this.cores = cores;
    this.decoded = new ReadAhead<>(inputs, steps::decode, 1, batchSize + WAITING, "decode");
    this.encoded =
        new ReadAhead<>(new Predictions(), this::encode, 1, batchSize + WAITING, "encode");
  }

  @Override
  public boolean hasNext() {
    return encoded.hasNext();
  }

  @Override
  public R next() {
    return uninterrupted(encoded::next);
  }

  private R encode(Predicted<P> next) {
    if (next.map() == null) {
      return steps.encode(next.picture(), Optional.empty());
    }
    double[] values = new double[next.map().length];
    Arrays.setAll(values, i -> next.map()[i]);
    return steps.encode(next.picture(), Optional.of(new SaliencyMap(model.outputSize(), values)));
  }

  /** Predicts when it is asked for more than it has. */
  private final class Predictions implements Iterator<Predicted<P>> {

    @Override
    public boolean hasNext() {
      return !predicted.isEmpty() || !waiting.isEmpty() || decoded.hasNext();
    }

    @Override
    public Predicted<P> next() {
      while (predicted.isEmpty() && decoded.hasNext()) {
        take(uninterrupted(decoded::next));
      }
      if (predicted.isEmpty()) {
        predict();
      }
      return predicted.remove();
    }

    private void take(P picture) {
      Optional<Frame> frame = steps.frame(picture);
      waiting.add(picture);
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
      maps = model.predictWindows(windows, cores).iterator();
    }
    for (P picture : waiting) {
      boolean hasMap = steps.frame(picture).isPresent();
      predicted.add(new Predicted<>(picture, hasMap ? maps.next() : null));
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
