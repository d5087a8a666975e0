package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.plan.PlannedFrame;

class StallDetectorTest {

  private static final Duration SHORT = Duration.ofMillis(60);

  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

  private static Supplier<String> frame(String video, int index) {
    return PlannedFrame.of(
            video,
            new VideoFrame(
                index,
                "000" + index,
                FrameLocation.file("unused"),
                Optional.empty(),
                Optional.empty()))
        ::place;
  }

  private String warning() throws InterruptedException {
    String warning = warnings.poll(20, TimeUnit.SECONDS);
    assertThat(warning).as("warning").isNotNull();
    return warning;
  }

  @Test
  void aStalledStageIsReportedRepeatedlyWithVideoAndFrame() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (StallDetector stalls = new StallDetector(SHORT, warnings::add)) {
      stalls.begin(Activity.DECODE, frame("other", 1)).close();
      Thread blocked =
          new Thread(
              () -> {
                try (Span step = stalls.begin(Activity.WRITE, frame("cats", 7))) {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      blocked.start();

      assertThat(warning())
          .startsWith("no progress for 0 s: write has been at frame 7 (0007) of video 'cats'")
          .doesNotContain("decode");
      assertThat(warning()).contains("write has been at frame 7");
      release.countDown();
      blocked.join();
    }
  }

  @Test
  void allActiveStagesAreNamed() throws Exception {
    try (StallDetector stalls = new StallDetector(SHORT, warnings::add);
        Span decode = stalls.begin(Activity.DECODE, frame("a", 3));
        Span predict = stalls.begin(Activity.PREDICT, frame("a", 1))) {
      assertThat(warning())
          .contains(
              "decode has been at frame 3 (0003) of video 'a' for 0 s, predict has been at frame 1");
    }
  }

  @Test
  void aStallWithIdleStagesIsReported() throws Exception {
    try (StallDetector stalls = new StallDetector(SHORT, warnings::add)) {
      assertThat(warning()).endsWith("all stages are idle");
    }
  }

  @Test
  void progressCausesNoWarning() throws Exception {
    try (StallDetector stalls = new StallDetector(Duration.ofSeconds(5), warnings::add)) {
      for (int i = 0; i < 20; i++) {
        stalls.begin(Activity.DECODE, frame("a", i)).close();
        Thread.sleep(10);
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void onlyActiveStagesAreReportedWhileTheConsumerWorks() throws Exception {
    try (StallDetector stalls = new StallDetector(SHORT, warnings::add)) {
      try (Span rest = stalls.rest()) {
        stalls.begin(Activity.DECODE, frame("a", 0)).close();
        Thread.sleep(4 * SHORT.toMillis());
        assertThat(warnings).isEmpty();

        try (Span decode = stalls.begin(Activity.DECODE, frame("a", 1))) {
          assertThat(warning()).contains("decode has been at frame 1");
        }
      }
      warnings.clear();
      assertThat(warning()).endsWith("all stages are idle");
    }
  }

  @Test
  void zeroDisablesWarnings() throws Exception {
    try (StallDetector stalls = new StallDetector(Duration.ZERO, warnings::add);
        Span step = stalls.begin(Activity.WRITE, frame("a", 0))) {
      Thread.sleep(100);
    }
    assertThat(warnings).isEmpty();
  }
}
