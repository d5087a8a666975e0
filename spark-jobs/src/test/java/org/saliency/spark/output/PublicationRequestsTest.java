package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.scale.Requests;
import org.saliency.spark.scale.Simulation;

/** Requests that publish a segment to an object store, and when they are made. */
class PublicationRequestsTest {

  private static final String RUN = "run-1";
  private static final Size SIZE = new Size(16, 8);
  private static final int FRAMES = 180;

  private Simulation simulation;
  private OutputFolder folder;
  private OutputLease lease;

  @BeforeEach
  void takeLease() throws IOException {
    Configuration configuration = new Configuration();
    simulation = Simulation.ofFrames(1, 1, SIZE, configuration);
    folder = new OutputFolder(simulation.output(), configuration);
    lease =
        OutputLease.take(
            folder,
            new LeaseTerms(
                RUN, "tests", Duration.ofSeconds(20), Duration.ofSeconds(60), false, line -> {}));
    simulation.requests().reset();
  }

  @AfterEach
  void release() {
    lease.close();
    simulation.close();
  }

  private static Segment segment() {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      FrameLocation image = FrameLocation.file("v/" + i + ".png");
      frames.add(new VideoFrame(i, "f" + i, image, Optional.empty(), Optional.empty()));
    }
    PlannedVideo video = new PlannedVideo(new Video("v", frames), SIZE, List.of());
    return new SegmentPlanner(TaskSizes.ofCount(1000, 1)).segments(List.of(video)).get(0);
  }

  private SegmentWriter writer(Set<Format> formats) {
    return new SegmentWriter(folder, segment(), formats, 25, RUN);
  }

  private static void write(SegmentWriter writer, int from, int to) {
    for (PlannedFrame frame : segment().frames().subList(from, to)) {
      SaliencyMap map = new SaliencyMap(SIZE, new double[SIZE.pixels()]);
      map.values()[frame.index() % SIZE.pixels()] = 1;
      writer.frame(
          new WrittenFrame(
              frame,
              SIZE,
              WrittenFrame.Maps.of(map, SIZE, EnumSet.of(Format.PNG)),
              Optional.empty()));
      writer.metrics(frame.index(), new FrameMetrics(Map.of(Metric.CC, 0.5), 1));
    }
  }

  private void assertAtMost(double requests) {
    Requests made = simulation.requests();
    System.out.println(FRAMES + " frames: " + made.total() + " requests " + made.byPlace());
    assertThat((double) made.total()).as("%s", made.byPlace()).isLessThanOrEqualTo(requests);
  }

  @Test
  void aMapTakesOneRequest() throws IOException {
    try (SegmentWriter writer = writer(EnumSet.of(Format.PNG, Format.PARQUET))) {
      write(writer, 0, FRAMES);
      writer.publishFirst(List.of());
    }

    assertThat(folder.published(List.of("v")).of("v")).hasSize(1);
    assertAtMost(1.25 * FRAMES);
  }

  @Test
  void tablesTakeAFewRequestsASegment() throws IOException {
    try (SegmentWriter writer = writer(EnumSet.of(Format.PARQUET))) {
      write(writer, 0, FRAMES);
      writer.publishFirst(List.of());
    }

    assertAtMost(5); // predictions, metrics, a look at the lease, the record
  }

  @Test
  void mapsAreUploadedWhileLaterOnesArePredicted() throws Exception {
    simulation.delay(5);
    try (SegmentWriter writer = writer(EnumSet.of(Format.PNG))) {
      write(writer, 0, 100);
      for (int i = 0; i < 200 && simulation.requests().in("/out/maps") < 96; i++) {
        Thread.sleep(10);
      }
      assertThat(simulation.requests().in("/out/maps")).isEqualTo(96);
      assertThat(simulation.requests().mostAtOnce()).isGreaterThan(8);
      assertThat(folder.published(List.of("v")).of("v")).isEmpty();

      write(writer, 100, FRAMES);
      writer.publishFirst(List.of());
    }
    assertThat(folder.published(List.of("v")).of("v")).hasSize(1);
  }

  @Test
  void noMapIsUploadedByARunThatHasLostTheLease() throws Exception {
    lease.close();
    simulation.requests().reset();

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(
            () -> {
              try (SegmentWriter writer = writer(EnumSet.of(Format.PNG))) {
                write(writer, 0, FRAMES);
                writer.publishFirst(List.of());
              }
            })
        .withMessageContaining("no longer belongs to the run");
    assertThat(simulation.requests().in("/out/maps")).isZero();
  }
}
