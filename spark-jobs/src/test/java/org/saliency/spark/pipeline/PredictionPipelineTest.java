package org.saliency.spark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

@Timeout(120)
class PredictionPipelineTest {

  private static final int BATCH = 3;

  /** Decoded items ahead, a batch, maps behind, and the two that the threads hold. */
  private static final int MOST_IN_FLIGHT = (BATCH + 4) + BATCH + (BATCH + 8) + 2;

  private final FakeWork work = new FakeWork();

  private PredictionPipeline<Integer, Integer, String> pipeline(Iterator<Integer> source) {
    return pipeline(work, source, 1, () -> {});
  }

  private static PredictionPipeline<Integer, Integer, String> pipeline(
      FakeWork work, Iterator<Integer> source, int window, Runnable cancellation) {
    return new PredictionPipeline<>(
        source,
        work,
        new BatchPredictor(work, BATCH, window, 1),
        PipelineLimits.ofBytes(BATCH, 100),
        work,
        cancellation);
  }

  private static Iterator<Integer> items(int... items) {
    return IntStream.of(items).iterator();
  }

  private static Iterator<Integer> range(int count) {
    return IntStream.range(0, count).iterator();
  }

  private List<String> drain(Iterator<Integer> source) throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(source)) {
      return pipeline.drain();
    }
  }

  private static Consumer<Integer> failing(int at, RuntimeException exception) {
    return item -> {
      if (item == at) {
        throw exception;
      }
    };
  }

  private static void assertReleased(FakeWork work) {
    assertThat(work.closed).hasValue(1);
    assertThat(work.misuse).isEmpty();
    assertThat(work.inUse).hasValue(0);
    assertThat(work.openSpans).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 10, 11, 30, 61})
  void everyItemHasItsResultInOrder(int count) throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(count))) {
      assertThat(pipeline.drain())
          .isEqualTo(IntStream.range(0, count).mapToObj(i -> i + ":" + i).toList());
      assertThat(pipeline.next()).isEmpty();
    }
    assertReleased(work);
  }

  @Test
  void resultsKeepTheirOrderWhenStagesTakeUnevenTime() throws Exception {
    IntUnaryOperator uneven = item -> item * 7919 % 11 * 100;
    work.onDecode = item -> FakeWork.spin(uneven.applyAsInt(item));
    work.onPredict = item -> FakeWork.spin(uneven.applyAsInt(item + 1));
    work.onFinish = item -> FakeWork.spin(uneven.applyAsInt(item + 2));

    assertThat(drain(range(90)))
        .isEqualTo(IntStream.range(0, 90).mapToObj(i -> i + ":" + i).toList());
  }

  @Test
  void incompleteBatchIsPaddedWithItsLastWindow() throws Exception {
    assertThat(drain(items(1, 2, 3, 4))).containsExactly("1:1", "2:2", "3:3", "4:4");
    assertThat(work.passes)
        .containsExactly(
            List.of(List.of(1), List.of(2), List.of(3)),
            List.of(List.of(4), List.of(4), List.of(4)));
  }

  @Test
  void consecutiveEqualFramesArePredictedOnce() throws Exception {
    assertThat(drain(items(1, 101, 2, 102, 202, 3, 103, 203, 1)))
        .containsExactly("1:1", "101:1", "2:2", "102:2", "202:2", "3:3", "103:3", "203:3", "1:1");
    assertThat(work.passes)
        .containsExactly(
            List.of(List.of(1), List.of(2), List.of(3)),
            List.of(List.of(1), List.of(1), List.of(1)));
    assertReleased(work);
  }

  @Test
  void windowsAreEqualIfAllOfTheirFramesAre() throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(work, items(1, 2, 2, 2, 2), 3, () -> {})) {
      assertThat(pipeline.drain()).containsExactly("1:3", "2:4", "2:5", "2:6", "2:6");
    }
    assertThat(work.passes)
        .containsExactly(
            List.of(List.of(1, 1, 1), List.of(1, 1, 2), List.of(1, 2, 2)),
            List.of(List.of(2, 2, 2), List.of(2, 2, 2), List.of(2, 2, 2)));
  }

  @Test
  void windowsHoldTheFramesBeforeAnItemOfItsSequence() throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(work, items(1, 2, 3, 4, 105, 106), 3, () -> {})) {
      assertThat(pipeline.drain()).containsExactly("1:3", "2:4", "3:6", "4:9", "105:15", "106:16");
    }
    assertThat(work.passes)
        .containsExactly(
            List.of(List.of(1, 1, 1), List.of(1, 1, 2), List.of(1, 2, 3)),
            List.of(List.of(2, 3, 4), List.of(5, 5, 5), List.of(5, 5, 6)));
  }

  @Test
  void leadInItemsAreSeenInWindowsButHaveNoResult() throws Exception {
    work.leadIn = Set.of(1, 2, 9);
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(work, items(1, 2, 3, 4, 9), 3, () -> {})) {
      assertThat(pipeline.drain()).containsExactly("3:6", "4:9");
    }
  }

  @Test
  void badItemsKeepTheirPlaceAndTakeNoneInABatch() throws Exception {
    work.onDecode =
        item -> {
          if (item % 2 == 0) {
            throw UserException.input("is damaged");
          }
        };
    assertThat(drain(items(1, 2, 3, 4, 5, 6)))
        .containsExactly("1:1", "2 is damaged", "3:3", "4 is damaged", "5:5", "6 is damaged");
    assertThat(work.passes).containsExactly(List.of(List.of(1), List.of(3), List.of(5)));
    assertReleased(work);
  }

  @Test
  void badItemIsReplacedInTheWindowsOfLaterItems() throws Exception {
    work.onDecode = failing(2, UserException.input("is damaged"));
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(work, items(1, 2, 3), 3, () -> {})) {
      assertThat(pipeline.drain()).containsExactly("1:3", "2 is damaged", "3:5");
    }
  }

  @Test
  void nothingButBadItemsIsNotPredictedAndStaysBounded() throws Exception {
    work.onDecode =
        item -> {
          throw UserException.input("is damaged");
        };
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(500))) {
      assertThat(pipeline.next()).contains("0 is damaged");
      assertThat(work.decoded.get()).isLessThanOrEqualTo(16 * BATCH + BATCH + 4 + 1);
      assertThat(pipeline.drain()).hasSize(499);
    }
    assertThat(work.passes).isEmpty();
  }

  @Test
  void framesOfAnotherSizeStartAnotherBatch() throws Exception {
    FakeWork sized =
        new FakeWork() {
          @Override
          public Frame frame(Integer decoded) {
            Size size = new Size(decoded < 3 ? 1 : 2, 1);
            byte[] rgb = new byte[3 * size.pixels()];
            rgb[0] = (byte) (int) decoded;
            return new Frame(size, rgb);
          }
        };
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(sized, items(1, 2, 3, 4), 1, () -> {})) {
      assertThat(pipeline.drain()).containsExactly("1:1", "2:2", "3:3", "4:4");
    }
    assertThat(sized.passes)
        .containsExactly(
            List.of(List.of(1), List.of(2), List.of(2)),
            List.of(List.of(3), List.of(4), List.of(4)));
  }

  @Test
  void nothingIsReadBeforeAResultIsAskedFor() throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(10))) {
      TimeUnit.MILLISECONDS.sleep(20);
      assertThat(work.decoded).hasValue(0);
    }
    assertReleased(work);
  }

  @Test
  void slowLastStageBoundsTheItemsInFlight() throws Exception {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    work.onFinish =
        item -> {
          most.accumulateAndGet(read.get() - item, Math::max);
          FakeWork.spin(200);
        };
    Iterator<Integer> counted =
        IntStream.range(0, 300).peek(i -> read.incrementAndGet()).iterator();

    assertThat(drain(counted)).hasSize(300);

    assertThat(most.get()).isBetween(BATCH + 8, MOST_IN_FLIGHT);
  }

  /** Each place holds one item and the threads hold two, instead of {@link #MOST_IN_FLIGHT}. */
  @Test
  void largeItemsAreBoundedByTheirBytesAndStillPass() throws Exception {
    work.itemBytes = 101; // more than the limit of each place
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    work.onDecode = item -> most.accumulateAndGet(item + 1 - taken.get(), Math::max);
    work.onFinish = item -> FakeWork.spin(300);
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(60))) {
      for (int i = 0; i < 60; i++) {
        assertThat(pipeline.next()).contains(i + ":" + i);
        taken.incrementAndGet();
      }
    }
    assertThat(most.get()).isBetween(2, 4);
  }

  @Test
  void liveBytesStayWithinTheLimitOfEachPlace() throws Exception {
    work.itemBytes = 25;
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    work.onDecode = item -> most.accumulateAndGet(25 * (item + 1 - taken.get()), Math::max);
    work.onFinish = item -> FakeWork.spin(300);
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(60))) {
      for (int i = 0; i < 60; i++) {
        assertThat(pipeline.next()).contains(i + ":" + i);
        taken.incrementAndGet();
      }
    }
    assertThat(most.get()).isBetween(200, 3 * 100 + 2 * 25);
  }

  @Test
  void oneByOneNothingIsReadBeforeTheLastItemIsFinished() throws Exception {
    Iterator<Integer> source =
        Stream.iterate(0, i -> i + 1)
            .limit(20)
            .peek(i -> assertThat(work.finished).hasValue(i))
            .iterator();
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        new PredictionPipeline<>(
            source,
            work,
            new BatchPredictor(work, BATCH, 1, 1),
            PipelineLimits.oneByOne(),
            work,
            () -> {})) {
      assertThat(pipeline.drain())
          .isEqualTo(IntStream.range(0, 20).mapToObj(i -> i + ":" + i).toList());
    }
  }

  @Test
  void aHeapThatIsTooSmallEndsTheWorkWithOneLine() {
    work.onDecode =
        item -> {
          if (item == 7) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    assertThatThrownBy(() -> drain(range(20)))
        .isInstanceOf(IllegalStateException.class)
        .cause()
        .isInstanceOf(UserException.class)
        .hasMessageContaining("too small for item 7")
        .hasMessageContaining("spark.executor.memory");
    assertReleased(work);
  }

  @Test
  void aFailingStorageIsNoBadItem() {
    StorageException exception = StorageException.reading("a.png", new IOException("reset"));
    work.onDecode = failing(5, exception);
    assertThatThrownBy(() -> drain(range(20))).isSameAs(exception);
    assertReleased(work);
  }

  @Test
  void callerThatTakesNothingBoundsTheItemsRead() throws Exception {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> endless = IntStream.generate(read::getAndIncrement).iterator();
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(endless)) {
      pipeline.next();
      TimeUnit.MILLISECONDS.sleep(50);
      assertThat(read.get()).isBetween(BATCH, MOST_IN_FLIGHT);
    }
    assertReleased(work);
  }

  @Test
  void exceptionOfTheSourceIsThrownUnchanged() throws Exception {
    IllegalStateException exception = new IllegalStateException("no row");
    Iterator<Integer> source = Stream.of(1, 2, 3, 4, 5).peek(failing(5, exception)).iterator();
    assertThatThrownBy(() -> drain(source)).isSameAs(exception);
    assertReleased(work);
  }

  @Test
  void exceptionOfDecodingIsThrownUnchanged() {
    IllegalStateException exception = new IllegalStateException("decoder crashed");
    work.onDecode = failing(20, exception);
    assertThatThrownBy(() -> drain(range(50))).isSameAs(exception);
    assertReleased(work);
  }

  @Test
  void exceptionOfTheModelIsThrownUnchanged() {
    UserException exception = UserException.device("out of memory");
    work.onPredict = failing(21, exception);
    assertThatThrownBy(() -> drain(range(50))).isSameAs(exception);
    assertReleased(work);
  }

  @Test
  void exceptionOfFinishingIsThrownInPlaceOfItsResult() throws Exception {
    IllegalStateException exception = new IllegalStateException("encoder crashed");
    work.onFinish = failing(4, exception);
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(50))) {
      for (int i = 0; i < 4; i++) {
        assertThat(pipeline.next()).contains(i + ":" + i);
      }
      assertThatThrownBy(pipeline::next).isSameAs(exception);
    }
    assertReleased(work);
  }

  @Test
  void exceptionOfTheLastItemIsThrown() {
    work.finishError = new IOException("disk full");
    assertThatThrownBy(() -> drain(range(1))).hasRootCause(work.finishError);
    assertReleased(work);
  }

  @Test
  void cancellationEndsTheWork() throws Exception {
    CancellationException killed = new CancellationException("task killed");
    AtomicInteger checks = new AtomicInteger();
    try (PredictionPipeline<Integer, Integer, String> pipeline =
        pipeline(
            work,
            range(50),
            1,
            () -> {
              if (checks.incrementAndGet() == 10) {
                throw killed;
              }
            })) {
      assertThatThrownBy(pipeline::drain).isSameAs(killed);
    }
    assertReleased(work);
  }

  @Test
  void iteratorReturnsTheResults() throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(3))) {
      Iterator<String> results = pipeline.iterator();
      List<String> taken = new ArrayList<>();
      results.forEachRemaining(taken::add);
      assertThat(taken).containsExactly("0:0", "1:1", "2:2");
      assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void interruptedIteratorKeepsTheInterruptStatus() throws Exception {
    try (PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(3))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(pipeline.iterator()::next)
          .isInstanceOf(CancellationException.class)
          .hasMessage("Interrupted while predicting saliency maps");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertReleased(work);
  }

  /** The part of the work that takes almost all the time, so that interruptions meet it. */
  private enum Slow {
    SOURCE,
    DECODE,
    PREDICT,
    FINISH;

    Iterator<Integer> slowDown(FakeWork work, Iterator<Integer> source) {
      Consumer<Integer> slow = item -> FakeWork.spin(100);
      switch (this) {
        case DECODE -> work.onDecode = slow;
        case PREDICT -> work.onPredict = slow;
        case FINISH -> work.onFinish = slow;
        case SOURCE -> {
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return source.hasNext();
            }

            @Override
            public Integer next() {
              slow.accept(0);
              return source.next();
            }
          };
        }
      }
      return source;
    }
  }

  @ParameterizedTest
  @EnumSource(Slow.class)
  void interruptionAtAnyMomentEndsTheWorkAndReleasesEverything(Slow slow) throws Exception {
    int interrupted = 0;
    for (int repetition = 0; repetition < 150; repetition++) {
      FakeWork each = new FakeWork();
      Iterator<Integer> source = slow.slowDown(each, range(1_000_000));
      CountDownLatch started = new CountDownLatch(1);
      AtomicInteger ended = new AtomicInteger();
      Thread caller =
          new Thread(
              () -> {
                try (PredictionPipeline<Integer, Integer, String> pipeline =
                    pipeline(each, source, 2, started::countDown)) {
                  pipeline.drain();
                } catch (InterruptedException e) {
                  ended.set(1);
                } catch (IOException e) {
                  ended.set(2);
                }
                if (each.inUse.get() > 0) {
                  ended.set(3);
                }
              });
      caller.start();
      started.await();
      FakeWork.spin(repetition * 7919 % 2000);
      caller.interrupt();
      if (repetition % 3 == 0) { // while it closes, too
        FakeWork.spin(20);
        caller.interrupt();
      }
      caller.join();
      assertThat(ended).hasValue(1);
      assertReleased(each);
      interrupted++;
    }
    assertThat(interrupted).isEqualTo(150);
    assertNoThreadIsLeft();
  }

  private static void assertNoThreadIsLeft() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    List<String> left = threads();
    while (!left.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
      left = threads();
    }
    assertThat(left).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("decode") || name.equals("finish"))
        .toList();
  }

  @Test
  void closingFromAnotherThreadWaitsForTheForwardPass() throws Exception {
    for (int repetition = 0; repetition < 100; repetition++) {
      FakeWork each = new FakeWork();
      CountDownLatch predicting = new CountDownLatch(1);
      each.onPredict =
          item -> {
            predicting.countDown();
            FakeWork.spin(500);
          };
      PredictionPipeline<Integer, Integer, String> pipeline =
          pipeline(each, range(1_000_000), 1, () -> {});
      Thread caller =
          new Thread(
              () -> {
                try {
                  pipeline.drain();
                } catch (InterruptedException | RuntimeException e) {
                  predicting.countDown();
                }
              });
      caller.start();
      predicting.await();
      FakeWork.spin(repetition * 7919 % 1000);
      pipeline.close();
      pipeline.close();
      assertThat(each.closed).hasValue(1);
      caller.join();
      assertThat(each.misuse).isEmpty();
    }
    assertNoThreadIsLeft();
  }

  @Test
  void closingWaitsForAnItemThatIsBeingFinished() throws Exception {
    CountDownLatch finishing = new CountDownLatch(1);
    work.onFinish =
        item -> {
          finishing.countDown();
          FakeWork.spin(100_000);
        };
    PredictionPipeline<Integer, Integer, String> pipeline = pipeline(range(5));
    Thread caller =
        new Thread(
            () -> {
              try {
                pipeline.drain();
              } catch (InterruptedException | RuntimeException e) {
                Thread.currentThread().interrupt();
              }
            });
    caller.start();
    finishing.await();
    Thread.currentThread().interrupt();
    pipeline.close();
    assertThat(Thread.interrupted()).as("interrupt status is kept").isTrue();
    caller.join();
    assertReleased(work);
  }
}
