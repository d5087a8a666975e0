package org.saliency.spark.pipeline;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.concurrent.OrderedTasks;
import org.saliency.concurrent.ReadAhead;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;
import org.saliency.pytorch.WindowSequence;
import org.saliency.spark.pipeline.StageTimer.Stage;
import org.saliency.spark.task.Span;

/**
 * Predicts the saliency maps of a sequence of items in three bounded stages that run side by side:
 * one thread decodes ahead, the calling thread reads the source and predicts batches, and one
 * thread finishes the items (encodes, measures, writes). Results keep the order of the source.
 *
 * <p>Consecutive windows of frames that are equal are predicted once, and maps between those of
 * {@linkplain PipelineSteps#isKey keys} are interpolated.
 *
 * <p>An item whose decoding throws a {@link UserException}, but for a {@link StorageException}, is
 * bad: it takes no part in a batch and is finished in its place by {@link PipelineSteps#bad}. Every
 * other exception, of any stage, is thrown by the method that takes the results, when the item's
 * turn comes. The pipeline has to be closed then; taking more results from it is not supported.
 *
 * <p>The pipeline owns its threads and its steps. {@link #close()} waits for the threads before it
 * closes the steps; the model stays open.
 *
 * @param <I> item
 * @param <D> decoded item
 * @param <R> result
 */
public final class PredictionPipeline<I, D, R> implements AutoCloseable {

  /** Items that may wait for a batch to fill, bad ones included, per frame of the batch. */
  private static final int WAITING_PER_FRAME = 16;

  /** An item as read: decoded, or the error that prevents it. */
  private record Read<I, D>(I item, D decoded, UserException error) {
    boolean isBad() {
      return error != null;
    }
  }

  private final PipelineSteps<I, D, R> steps;
  private final BatchPredictor predictor;
  private final WindowSequence sequence;
  private final PipelineLimits limits;
  private final StageTimer timer;
  private final Runnable cancellation;
  private final FrameWindow window;
  private final ReadAhead<I, Read<I, D>> decoding;
  private final OrderedTasks<Optional<R>> finishing;

  private final WaitingItems<Read<I, D>> waiting = new WaitingItems<>();
  private final Queue<WaitingItems.Mapped<Read<I, D>>> predicted = new ArrayDeque<>();

  /** Held while the model is in use, so that closing can wait for it. */
  private final ReentrantLock predicting = new ReentrantLock();

  private long waitingBytes;
  private boolean isClosed;
  private Span pause;

  /**
   * Creates a pipeline. Nothing is read before the first result is asked for.
   *
   * @param source items; read by the thread that takes the results
   * @param steps what is done with an item; closed with the pipeline
   * @param predictor predicts the maps
   * @param limits bounds the items under way
   * @param timer receives the time of each stage
   * @param cancellation called before each decoded item is taken; throws to end the work
   */
  public PredictionPipeline(
      Iterator<I> source,
      PipelineSteps<I, D, R> steps,
      BatchPredictor predictor,
      PipelineLimits limits,
      StageTimer timer,
      Runnable cancellation) {
    this.limits = limits;
    this.steps = steps;
    this.predictor = predictor;
    this.sequence = predictor.model().sequence();
    this.timer = timer;
    this.cancellation = cancellation;
    this.window = new FrameWindow(predictor.window());
    this.decoding =
        new ReadAhead<>(
            source, this::decode, 1, limits.decodedAhead(), steps::bytes, limits.bytes(), "decode");
    this.finishing = new OrderedTasks<>(1, limits.finishedBehind(), limits.bytes(), "finish");
    this.pause = timer.pause();
  }

  /**
   * Returns the next result and waits until it is ready; empty after the last.
   *
   * @throws RuntimeException thrown by the source, a step, the model or the cancellation; a checked
   *     exception of a step is the cause of an {@link IllegalStateException}
   */
  public Optional<R> next() throws InterruptedException {
    pause.close();
    try {
      Optional<R> result = Optional.empty();
      while (result.isEmpty() && fill()) {
        try (Span span = timer.waiting(Stage.FINISH)) {
          result = finishing.take();
        }
      }
      return result;
    } finally {
      pause = timer.pause();
    }
  }

  /** Returns all results that are left, in order; see {@link #next()}. */
  public List<R> drain() throws InterruptedException {
    List<R> results = new ArrayList<>();
    for (Optional<R> next = next(); next.isPresent(); next = next()) {
      results.add(next.get());
    }
    return results;
  }

  /**
   * Returns the results that are left, one by one. Its methods throw what {@link #next()} throws;
   * after an interruption they throw a {@link CancellationException} and the thread is interrupted
   * again.
   */
  public Iterator<R> iterator() {
    return new Results<>(this);
  }

  /** Starts to finish as many items as may wait; returns whether a result is left to take. */
  private boolean fill() throws InterruptedException {
    while (!finishing.isFull() && predictNext()) {
      WaitingItems.Mapped<Read<I, D>> next = predicted.element();
      long bytes = steps.bytes(next.item().item());
      if (!finishing.hasRoomFor(bytes)) {
        break;
      }
      predicted.remove();
      finishing.submit(() -> finish(next), bytes);
    }
    return !finishing.isEmpty();
  }

  /** Takes decoded items until one is predicted; returns false after the last. */
  private boolean predictNext() throws InterruptedException {
    while (predicted.isEmpty() && decoding.hasNext()) {
      cancellation.run();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      add(nextDecoded());
    }
    if (predicted.isEmpty()) {
      waiting.end();
      predict();
    }
    return !predicted.isEmpty();
  }

  private Read<I, D> decode(I item) {
    try (Span span = timer.work(Stage.DECODE, () -> steps.place(item))) {
      return new Read<>(item, steps.decode(item), null);
    } catch (StorageException e) {
      throw e; // says nothing about the item
    } catch (UserException e) {
      return new Read<>(item, null, e);
    } catch (OutOfMemoryError e) {
      throw HeapErrors.tooSmall(steps.place(item), e);
    }
  }

  private Read<I, D> nextDecoded() throws InterruptedException {
    try (Span span = timer.waiting(Stage.DECODE)) {
      return decoding.next();
    }
  }

  private void add(Read<I, D> read) {
    I item = read.item();
    Optional<Frame> frame =
        read.isBad() ? Optional.empty() : Optional.of(steps.frame(read.decoded()));
    Object sequence = steps.sequence(item);
    window.add(sequence, frame);
    if (!steps.isPredicted(item)) {
      return;
    }
    waiting.announce(sequence, frame, steps.isKey(item));
    if (waiting.toPredict() == limits.batchSize()
        || frame.isPresent() && waiting.differsFrom(frame.get().size())) {
      predict(); // all frames of a batch have one size
    }
    waiting.add(read, frame.isPresent() ? window.frames() : List.of(), steps.isKey(item));
    waitingBytes += steps.bytes(item);
    if (waiting.toPredict() == limits.batchSize()
        || waitingBytes >= limits.bytes()
        || waiting.decided() >= WAITING_PER_FRAME * limits.batchSize()) {
      predict();
    }
  }

  /** Predicts the items that wait, and passes on those that then have maps. */
  private void predict() {
    for (WaitingItems.Mapped<Read<I, D>> next : waiting.maps(this::predict)) {
      predicted.add(next);
      waitingBytes -= steps.bytes(next.item().item());
    }
  }

  private List<float[]> predict(List<List<Frame>> batch) {
    I first = waiting.first().item();
    predicting.lock();
    try (Span span = timer.work(Stage.PREDICT, () -> steps.place(first))) {
      if (isClosed) {
        throw new CancellationException("The pipeline is closed");
      }
      return predictor.predict(sequence, batch);
    } finally {
      predicting.unlock();
    }
  }

  /** How the maps were made; call it when no result is left. */
  public MapCounts counts() {
    return waiting.counts();
  }

  private Optional<R> finish(WaitingItems.Mapped<Read<I, D>> next) throws IOException {
    Read<I, D> read = next.item();
    try (Span span = timer.work(Stage.FINISH, () -> steps.place(read.item()))) {
      return read.isBad()
          ? steps.bad(read.item(), read.error())
          : steps.finish(
              read.item(), read.decoded(), SaliencyMap.of(predictor.mapSize(), next.map()));
    } catch (OutOfMemoryError e) {
      throw HeapErrors.tooSmall(steps.place(read.item()), e);
    }
  }

  /**
   * Stops the threads, discards the items that are not finished, and closes the steps once no
   * thread uses them or the model. Waits however long a step or a forward pass under way takes, and
   * even if the calling thread is interrupted (its interrupt status is kept). Any thread may close;
   * closing again does nothing.
   */
  @Override
  public void close() throws IOException {
    boolean isInterrupted = Thread.interrupted(); // an interrupted thread cannot remove files
    finishing.close();
    decoding.close();
    predicting.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        try (WindowSequence last = sequence) {
          steps.close();
        }
      }
    } finally {
      predicting.unlock();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
