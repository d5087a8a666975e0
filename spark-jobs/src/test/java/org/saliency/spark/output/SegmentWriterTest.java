package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.saliency.map.MapDepth;
import org.saliency.map.QuantisedMap;
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

  private static SegmentWriter write(OutputFolder folder, FrameRange range, String attempt) {
    Segment segment = segment(range);
    SegmentWriter writer = new SegmentWriter(folder, segment, FORMATS, 25, attempt);
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
        frame,
        size,
        QuantisedMap.of(map, size, MapDepth.EIGHT_BITS),
        Optional.empty(),
        Optional.empty());
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
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void filesAreVisibleOnlyAfterTheSegmentIsPublished(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    try (SegmentWriter writer = write(folder, RANGE, "one")) {
      assertThat(files("maps")).isEmpty();
      assertThat(files("predictions")).isEmpty();
      assertThat(files("frame_metrics")).isEmpty();
      assertThat(folder.published(RANGE)).isEmpty();

      writer.publish(List.of());
    }
    assertThat(files(""))
        .containsExactly(
            "_saliency/segments/v/000000-000002.json",
            "frame_metrics/v-000000-000002.parquet",
            "maps/v/f0.png",
            "maps/v/f1.png",
            "maps/v/f2.png",
            "predictions/video=v/000000-000002.parquet");
    assertThat(folder.published(List.of("v")).of("v")).containsExactly(RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void theFirstOfTwoAttemptsWins(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    BadFrame unreadable = new BadFrame("v", 1, "decode", "invalid", "temporarily unavailable");
    try (SegmentWriter first = write(folder, RANGE, "one");
        SegmentWriter second = write(folder, RANGE, "two")) {
      assertThat(first.publish(List.of())).isEmpty();
      List<String> published = files("");
      byte[] rows = Files.readAllBytes(root.resolve("predictions/video=v/000000-000002.parquet"));

      assertThat(second.publish(List.of(unreadable))).isEmpty();

      second.close();
      first.close();
      assertThat(files("").stream().filter(name -> !name.contains("staging")))
          .containsExactlyElementsOf(
              published.stream().filter(name -> !name.contains("staging")).toList());
      assertThat(root.resolve("predictions/video=v/000000-000002.parquet")).hasBinaryContent(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", AppearingFiles.SCHEME})
  void deletesFilesOfIncompleteSegmentsButNotThoseOfOtherVideos(String scheme) throws Exception {
    OutputFolder folder = folder(scheme);
    FrameRange kept = new FrameRange("v", 3, 4);
    FrameRange other = new FrameRange("v-000000", 0, 2);
    for (FrameRange range : List.of(RANGE, kept, other)) {
      try (SegmentWriter writer = write(folder, range, "of " + range)) {
        writer.publish(List.of());
      }
    }
    Files.delete(root.resolve("_saliency/segments/v/000000-000002.json"));

    folder.published(List.of("v")).deleteRest();

    assertThat(files("maps/v")).containsExactly("maps/v/f3.png", "maps/v/f4.png");
    assertThat(files("predictions/video=v"))
        .containsExactly("predictions/video=v/000003-000004.parquet");
    assertThat(files("frame_metrics"))
        .containsExactly(
            "frame_metrics/v-000000-000000-000002.parquet",
            "frame_metrics/v-000003-000004.parquet");
    assertThat(folder.published(List.of("v-000000")).of("v-000000")).containsExactly(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maps/v/f1.png",
        "predictions/video=v/000000-000002.parquet",
        "frame_metrics/v-000000-000002.parquet"
      })
  void aSegmentWithMissingFilesIsNotPublished(String file) throws Exception {
    OutputFolder folder = folder("file");
    try (SegmentWriter writer = write(folder, RANGE, "one")) {
      writer.publish(List.of());
    }
    Files.delete(root.resolve(file));

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
    write(folder(scheme), RANGE, "one").close();

    assertThat(files("")).isEmpty();
  }

  @Test
  void aFailedUploadLeavesNoFile() throws Exception {
    OutputFolder folder = folder(AppearingFiles.SCHEME);
    AppearingFiles.failWriting("predictions");
    try (SegmentWriter writer = write(folder, RANGE, "one")) {
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
      QuantisedMap map = QuantisedMap.of(noise, noise.size(), MapDepth.EIGHT_BITS);
      OutputFolder folder = new OutputFolder(small.path(disk), configuration);

      assertThatExceptionOfType(UserException.class)
          .isThrownBy(
              () -> {
                Segment segment = segment(new FrameRange("v", 0, 9));
                try (SegmentWriter writer =
                    new SegmentWriter(folder, segment, FORMATS, 25, "one")) {
                  for (PlannedFrame frame : segment.frames()) {
                    writer.frame(
                        new WrittenFrame(
                            frame, noise.size(), map, Optional.empty(), Optional.empty()));
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
