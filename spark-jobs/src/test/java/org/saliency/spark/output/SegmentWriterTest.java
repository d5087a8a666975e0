package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.SmallDisk;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;

/**
 * Visibility of segments to readers and to the next run, on a file system with atomic renames and
 * on one where files appear when they are closed.
 */
class SegmentWriterTest {

  private static final FrameRange RANGE = new FrameRange("v", 0, 2);
  private static final String RUN = "run-1";
  private static final Size SIZE = new Size(4, 3);
  private static final Set<Format> FORMATS = EnumSet.of(Format.PNG, Format.PARQUET);

  @TempDir Path root;
  private Configuration configuration;

  @BeforeEach
  void configure() {
    configuration = new Configuration();
    AppearingFiles.register(configuration);
  }

  private OutputFolder folder(String scheme) {
    return new OutputFolder(scheme + "://" + root, configuration);
  }

  /** Takes the lease of a folder for {@link #RUN}. */
  private static OutputLease lease(OutputFolder folder) throws IOException {
    return OutputLease.take(
        folder,
        new LeaseTerms(
            RUN, "tests", Duration.ofSeconds(20), Duration.ofSeconds(60), false, line -> {}));
  }

  private static SegmentWriter write(OutputFolder folder, FrameRange range) {
    Segment segment = segment(range);
    SegmentWriter writer = new SegmentWriter(folder, segment, FORMATS, 25, RUN);
    for (PlannedFrame frame : segment.frames()) {
      writer.frame(written(frame, SIZE));
      writer.metrics(frame.index(), new FrameMetrics(Map.of(Metric.CC, 0.5), 1));
    }
    return writer;
  }

  private static WrittenFrame written(PlannedFrame frame, Size size) {
    SaliencyMap map = new SaliencyMap(size, new double[size.pixels()]);
    map.values()[frame.index()] = 1;
    return new WrittenFrame(
        frame, size, WrittenFrame.Maps.of(map, size, FORMATS), Optional.empty());
  }

  private static Segment segment(FrameRange range) {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i <= range.last(); i++) {
      FrameLocation image = FrameLocation.file("f" + i + ".png");
      frames.add(new VideoFrame(i, "f" + i, image, Optional.empty(), Optional.empty()));
    }
    List<FrameRange> published =
        range.first() == 0
            ? List.of()
            : List.of(new FrameRange(range.video(), 0, range.first() - 1));
    PlannedVideo video = new PlannedVideo(new Video(range.video(), frames), SIZE, published);
    return new SegmentPlanner(TaskSizes.ofCount(1000, 1)).segments(List.of(video)).get(0);
  }

  private List<String> files(String name) throws IOException {
    Path start = root.resolve(name);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(start)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .filter(path -> !path.equals("_saliency/lease.json"))
          .map(path -> path.replaceFirst("-[0-9a-f]{12}(\\.\\w+)$", "-ATTEMPT$1"))
          .sorted()
          .toList();
    }
  }

  /** The only file in a folder whose name begins so. */
  private Path file(String parent, String prefix) throws IOException {
    try (Stream<Path> paths = Files.list(root.resolve(parent))) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .reduce(
              (one, other) -> {
                throw new AssertionError(one + " and " + other);
              })
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void filesAreVisibleOnlyAfterTheSegmentIsPublished(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    try (OutputLease lease = lease(folder);
        SegmentWriter writer = write(folder, RANGE)) {
      assertThat(files("maps")).isEmpty();
      assertThat(files("predictions")).isEmpty();
      assertThat(files("frame_metrics")).isEmpty();
      assertThat(folder.published(RANGE, RUN)).isEmpty();

      writer.publish(List.of());
    }
    assertThat(files(""))
        .containsExactly(
            "_saliency/segments/v/000000-000002-ATTEMPT.json",
            "frame_metrics/v-000000-000002-ATTEMPT.parquet",
            "maps/v/f0.png",
            "maps/v/f1.png",
            "maps/v/f2.png",
            "predictions/video=v/000000-000002-ATTEMPT.parquet");
    assertThat(folder.published(List.of("v")).of("v")).containsExactly(RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void theFirstOfTwoAttemptsWins(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    BadFrame unreadable = new BadFrame("v", 1, "decode", "invalid", "temporarily unavailable");
    try (OutputLease lease = lease(folder);
        SegmentWriter first = write(folder, RANGE);
        SegmentWriter second = write(folder, RANGE)) {
      assertThat(first.publish(List.of())).isEmpty();
      List<String> published = files("");
      Path table = file("predictions/video=v", "000000-000002");
      byte[] rows = Files.readAllBytes(table);

      assertThat(second.publish(List.of(unreadable))).isEmpty();

      second.close();
      first.close();
      assertThat(files("").stream().filter(name -> !name.contains("staging")))
          .containsExactlyElementsOf(
              published.stream().filter(name -> !name.contains("staging")).toList());
      assertThat(table).hasBinaryContent(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void anAttemptWithBadFramesLosesToALaterOneWithout(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    BadFrame unreadable = new BadFrame("v", 1, "decode", "invalid", "temporarily unavailable");
    try (OutputLease lease = lease(folder);
        SegmentWriter first = write(folder, RANGE);
        SegmentWriter second = write(folder, RANGE)) {
      assertThat(first.publish(List.of(unreadable))).containsExactly(unreadable);
      assertThat(folder.published(RANGE, RUN)).isEmpty();

      assertThat(second.publish(List.of())).isEmpty();

      assertThat(files("predictions")).hasSize(2);
      PublishedSegments published = folder.published(List.of("v"));
      assertThat(published.bad()).isEmpty();
      assertThat(published.of("v")).containsExactly(RANGE);
      published.deleteRest();
      assertThat(files("predictions")).hasSize(1);
      assertThat(files("frame_metrics")).hasSize(1);
      assertThat(folder.published(RANGE, RUN)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void anAttemptOfARunThatLostTheLeasePublishesNothing(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    try (OutputLease lease = lease(folder);
        SegmentWriter late = write(folder, RANGE)) {
      lease.close();

      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> late.publish(List.of()))
          .withMessageContaining("no longer belongs to the run");
    }
    assertThat(files("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void anAttemptThatIsLateForItsPhasePublishesNothing(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    try (OutputLease lease = lease(folder);
        SegmentWriter late = write(folder, RANGE)) {
      lease.enter(RunPhase.VIDEOS);

      assertThatExceptionOfType(UserException.class).isThrownBy(() -> late.publish(List.of()));
    }
    assertThat(files("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void deletesFilesOfIncompleteSegmentsButNotThoseOfOtherVideos(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    FrameRange kept = new FrameRange("v", 3, 4);
    FrameRange other = new FrameRange("v-000000", 0, 2);
    try (OutputLease lease = lease(folder)) {
      for (FrameRange range : List.of(RANGE, kept, other)) {
        try (SegmentWriter writer = write(folder, range)) {
          writer.publish(List.of());
        }
      }
    }
    Files.delete(file("_saliency/segments/v", "000000-000002"));

    folder.published(List.of("v")).deleteRest();

    assertThat(files("maps/v")).containsExactly("maps/v/f3.png", "maps/v/f4.png");
    assertThat(files("predictions/video=v"))
        .containsExactly("predictions/video=v/000003-000004-ATTEMPT.parquet");
    assertThat(files("frame_metrics"))
        .containsExactly(
            "frame_metrics/v-000000-000000-000002-ATTEMPT.parquet",
            "frame_metrics/v-000003-000004-ATTEMPT.parquet");
    assertThat(folder.published(List.of("v-000000")).of("v-000000")).containsExactly(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maps/v f1.png",
        "predictions/video=v 000000-000002-",
        "frame_metrics v-000000-000002-"
      })
  void aSegmentWithMissingFilesIsNotPublished(String file) throws Exception {
    OutputFolder folder = folder("file");
    try (OutputLease lease = lease(folder);
        SegmentWriter writer = write(folder, RANGE)) {
      writer.publish(List.of());
    }
    Files.delete(file(file.split(" ")[0], file.split(" ")[1]));

    PublishedSegments published = folder.published(List.of("v"));

    assertThat(published.of("v")).isEmpty();
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> published.require(List.of(RANGE)))
        .withMessageContaining("frames 0 to 2 of video 'v'");
  }

  @Test
  void aDamagedRecordPublishesNothing() throws Exception {
    OutputFolder folder = folder("file");
    Path record = root.resolve("_saliency/segments/v/000000-000002.json");
    Files.createDirectories(record.getParent());
    Files.writeString(record, "{\"range\" : {\"video\"");

    PublishedSegments published = folder.published(List.of("v"));
    assertThat(published.of("v")).isEmpty();
    published.deleteRest();
    assertThat(record).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void anUnpublishedAttemptLeavesNoFiles(String scheme) throws Exception {
    write(folder(scheme), RANGE).close();

    assertThat(files("")).isEmpty();
  }

  @Test
  void aFailedUploadLeavesNoFile() throws Exception {
    OutputFolder folder = folder(AppearingFiles.SCHEME);
    AppearingFiles.failWriting("predictions");
    try (OutputLease lease = lease(folder);
        SegmentWriter writer = write(folder, RANGE)) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> writer.publish(List.of()))
          .withMessageContaining("connection reset");
    } finally {
      AppearingFiles.failWriting("");
    }

    assertThat(files("predictions")).isEmpty();
    assertThat(folder.published(List.of("v")).of("v")).isEmpty();
  }

  @Test
  void aFullDiskIsReportedInOneLineAndPublishesNothing() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    try (SmallDisk small = SmallDisk.in(disk, 64, configuration)) {
      Random random = new Random(1);
      SaliencyMap noise =
          new SaliencyMap(new Size(100, 100), random.doubles(10_000).toArray()); // 10 kB as PNG
      WrittenFrame.Maps maps = WrittenFrame.Maps.of(noise, noise.size(), FORMATS);
      OutputFolder folder = new OutputFolder(small.path(disk), configuration);

      assertThatExceptionOfType(UserException.class)
          .isThrownBy(
              () -> {
                Segment segment = segment(new FrameRange("v", 0, 9));
                try (OutputLease lease = lease(folder);
                    SegmentWriter writer = new SegmentWriter(folder, segment, FORMATS, 25, RUN)) {
                  for (PlannedFrame frame : segment.frames()) {
                    writer.frame(new WrittenFrame(frame, noise.size(), maps, Optional.empty()));
                  }
                  writer.publish(List.of());
                }
              })
          .withMessageContaining("No space left on device")
          .withMessageContaining(disk.toString())
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE));

      assertThat(files("disk")).isEmpty();
    }
  }
}
