package org.saliency.spark.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.pytorch.MapPredictor;
import org.saliency.spark.task.Span;

/**
 * Steps, model and timer of a pipeline whose items are numbers. An item's frame is one pixel that
 * holds its number, its map holds the sum of the window, and its result says both. Each part runs
 * an action of the test first, and records any use after it was closed.
 */
class FakeWork implements PipelineSteps<Integer, Integer, String>, MapPredictor, StageTimer {

  static final Size PIXEL = new Size(1, 1);
  private static final Consumer<Integer> NOTHING = item -> {};

  Consumer<Integer> onDecode = NOTHING;
  Consumer<Integer> onPredict = NOTHING;
  Consumer<Integer> onFinish = NOTHING;

  /** Thrown when the first item is finished, unless it is null. */
  IOException finishError;

  /** Memory of an item. */
  long itemBytes;

  Set<Integer> leadIn = Set.of();

  /** Distance of the items that are keys. */
  int every = 1;

  /** Numbers in the windows of each forward pass. */
  final List<List<List<Integer>>> passes = Collections.synchronizedList(new ArrayList<>());

  final AtomicInteger decoded = new AtomicInteger();
  final AtomicInteger finished = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger inUse = new AtomicInteger();
  final AtomicInteger openSpans = new AtomicInteger();
  final List<String> misuse = Collections.synchronizedList(new ArrayList<>());

  /** Keeps the thread busy for some time and ignores interrupts, as native code does. */
  static void spin(long micros) {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private <T> T use(String part, Consumer<Integer> action, int item, Supplier<T> result) {
    inUse.incrementAndGet();
    try {
      action.accept(item);
      if (closed.get() > 0) {
        misuse.add(part + " of item " + item + " while closed");
      }
      return result.get();
    } finally {
      inUse.decrementAndGet();
    }
  }

  @Override
  public String place(Integer item) {
    return "item " + item;
  }

  /** Every hundred is a sequence. */
  @Override
  public Object sequence(Integer item) {
    return (item / 100 + "").intern();
  }

  @Override
  public boolean isPredicted(Integer item) {
    return !leadIn.contains(item);
  }

  @Override
  public boolean isKey(Integer item) {
    return item % every == 0;
  }

  @Override
  public long bytes(Integer item) {
    return itemBytes;
  }

  @Override
  public Integer decode(Integer item) {
    decoded.incrementAndGet();
    return use("decoding", onDecode, item, () -> item);
  }

  @Override
  public Frame frame(Integer decoded) {
    return new Frame(PIXEL, new byte[] {(byte) (decoded % 100), 0, 0});
  }

  @Override
  public Optional<String> finish(Integer item, Integer read, SaliencyMap map) throws IOException {
    if (finishError != null) {
      throw finishError;
    }
    finished.incrementAndGet();
    long sum = Math.round(map.values()[0]);
    return use("finishing", onFinish, item, () -> Optional.of(item + ":" + sum));
  }

  @Override
  public Optional<String> bad(Integer item, UserException error) {
    finished.incrementAndGet();
    return use("finishing", onFinish, item, () -> Optional.of(item + " " + error.getMessage()));
  }

  @Override
  public Size outputSize() {
    return PIXEL;
  }

  @Override
  public String device() {
    return "cpu()";
  }

  @Override
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    List<List<Integer>> numbers =
        windows.stream()
            .map(window -> window.stream().map(frame -> (int) frame.rgb()[0]).toList())
            .toList();
    passes.add(numbers);
    return use(
        "predicting",
        onPredict,
        numbers.get(0).get(0),
        () ->
            numbers.stream()
                .map(window -> new float[] {window.stream().mapToInt(n -> n).sum()})
                .toList());
  }

  @Override
  public void close() {
    if (inUse.get() > 0) {
      misuse.add("closed while in use");
    }
    closed.incrementAndGet();
  }

  @Override
  public Span work(Stage stage, Supplier<String> place) {
    return span();
  }

  @Override
  public Span waiting(Stage stage) {
    return span();
  }

  @Override
  public Span pause() {
    return () -> {};
  }

  private Span span() {
    openSpans.incrementAndGet();
    return openSpans::decrementAndGet;
  }
}
