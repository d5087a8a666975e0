package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class TaskMeterTest {

  private final TaskProgress progress =
      new TaskProgress(
          new LongAccumulator(),
          new LongAccumulator(),
          new EnumMap<>(
              Map.of(
                  Activity.DECODE, new LongAccumulator(),
                  Activity.PREDICT, new LongAccumulator(),
                  Activity.WRITE, new LongAccumulator(),
                  Activity.WAIT_DECODE, new LongAccumulator(),
                  Activity.WAIT_WRITE, new LongAccumulator())),
          new CollectionAccumulator<>());
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private long now = 5_000_000_000L;
  private final DeviceUse device = DeviceUse.ofCpu(() -> now);
  private final TaskMeter meter = new TaskMeter(progress, metrics, device, () -> now);

  private void spend(Activity activity, long micros) {
    try (Span span = meter.begin(activity)) {
      now += TimeUnit.MICROSECONDS.toNanos(micros);
    }
  }

  private long milliseconds(Activity activity) {
    return progress.milliseconds().get(activity).value();
  }

  @Test
  void timeOfAnActivityIsReportedToDriverAndExecutorWhenItEnds() {
    spend(Activity.DECODE, 20_000);
    spend(Activity.PREDICT, 300_000);
    spend(Activity.DECODE, 5_000);
    spend(Activity.WAIT_WRITE, 70_000);

    assertThat(progress.milliseconds().keySet().stream().map(this::milliseconds))
        .containsExactly(25L, 300L, 0L, 0L, 70L);
    assertThat(metrics.metricRegistry().counter("milliseconds.decode").getCount()).isEqualTo(25);
    assertThat(metrics.metricRegistry().counter("milliseconds.wait_write").getCount())
        .isEqualTo(70);
    assertThat(progress.seconds())
        .containsEntry(Activity.DECODE, 0.025)
        .containsEntry(Activity.PREDICT, 0.3)
        .containsEntry(Activity.WRITE, 0.0);
  }

  @Test
  void roundingToMillisecondsDoesNotAccumulateOverShortSpans() {
    for (int i = 0; i < 1000; i++) {
      spend(Activity.WRITE, 400);
    }
    spend(Activity.WRITE, 999);

    assertThat(milliseconds(Activity.WRITE)).isEqualTo(400);
    assertThat(metrics.metricRegistry().counter("milliseconds.write").getCount()).isEqualTo(400);
    assertThat(progress.seconds()).containsEntry(Activity.WRITE, 0.4);

    spend(Activity.WRITE, 1);
    assertThat(progress.seconds()).containsEntry(Activity.WRITE, 0.401);
  }

  @Test
  void timesOfOverlappingSpansAddUp() {
    Span first = meter.begin(Activity.DECODE);
    now += 3_000_000;
    Span second = meter.begin(Activity.DECODE);
    now += 4_000_000;
    first.close();
    now += 1_000_000;
    second.close();

    assertThat(milliseconds(Activity.DECODE)).isEqualTo(7 + 5);
  }

  @Test
  void deviceIsAssignedUntilTheMeterClosesAndBusyWithPredictions() {
    spend(Activity.DECODE, 2_000_000);
    spend(Activity.PREDICT, 500_000);
    spend(Activity.WAIT_WRITE, 1_500_000);
    meter.close();
    now += 9_000_000_000L;

    assertThat(meter.deviceSeconds()).isEqualTo(new DeviceUse.Seconds(4, 0.5));
  }

  @Test
  void badFramesCountAsProcessedButNotAsDone() {
    meter.frame();
    meter.frame();
    meter.badFrame();

    assertThat(progress.frames().value()).isEqualTo(3);
    assertThat(progress.bad().value()).isEqualTo(1);
    assertThat(metrics.metricRegistry().counter("frames.done").getCount()).isEqualTo(2);
    assertThat(metrics.metricRegistry().counter("frames.bad").getCount()).isEqualTo(1);
  }
}
