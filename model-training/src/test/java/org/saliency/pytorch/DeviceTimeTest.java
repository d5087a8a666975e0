package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeviceTimeTest {

  private final AtomicLong now = new AtomicLong(500);
  private final DeviceTime time = new DeviceTime(now::get);

  private static void inAnotherThread(Runnable action) throws InterruptedException {
    Thread thread = new Thread(action);
    thread.start();
    thread.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPassCountsFromItsQueuingToItsDownload() {
    now.addAndGet(10); // packs and uploads
    time.queued();
    now.addAndGet(3); // queuing returns, the kernels run
    now.addAndGet(20); // the download waits for them
    time.over();
    now.addAndGet(7); // unpacks the maps

    assertThat(time.nanos()).isEqualTo(23);
  }

  @Test
  void partsOfAPassAreOnePass() {
    time.queued();
    now.addAndGet(3);
    time.queued();
    now.addAndGet(3);
    time.over();
    now.addAndGet(3);
    time.over(); // as when the run of a failed pass ends

    assertThat(time.nanos()).isEqualTo(6);
  }

  @Test
  void passesOfTwoThreadsCountOnceWhereTheyOverlap() throws InterruptedException {
    CountDownLatch queued = new CountDownLatch(1);
    CountDownLatch downloaded = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              time.queued();
              queued.countDown();
              await(downloaded);
              time.over();
            });
    time.queued();
    now.addAndGet(5);
    other.start();
    await(queued);
    now.addAndGet(5); // both
    time.over();
    now.addAndGet(5); // the other
    downloaded.countDown();
    other.join();
    now.addAndGet(100);

    assertThat(time.nanos()).isEqualTo(15);
  }

  @Test
  void aPassUnderWayCountsUntilNow() throws InterruptedException {
    inAnotherThread(time::queued);
    now.addAndGet(4);

    assertThat(time.nanos()).isEqualTo(4);
  }
}
