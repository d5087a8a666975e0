package org.saliency.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.spark.TestSpark;
import org.saliency.video.DecodedFrame;
import org.saliency.video.VideoIndex;

/** Videos as a DataFrame: rows, and the number of frames decoded for them. */
class VideoSourceIT {

  private static final Size SMALL = new Size(64, 36);
  private static final int FRAMES = 200;
  private static final int LONG_FRAMES = 10_000;

  @TempDir static Path shared;
  private static Path video;
  private static Path longVideo;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeAll
  static void makeVideos() {
    video = SampleVideo.write(shared.resolve("clip.mp4"), FRAMES, SMALL, 1);
    longVideo = SampleVideo.write(shared.resolve("long.mp4"), LONG_FRAMES, new Size(32, 32), 2);
  }

  private DataFrameReader videos() {
    return spark.read().format("saliency-video");
  }

  private Dataset<Row> load(Path... paths) {
    return videos().load(Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
  }

  @Test
  void schemaIsThatOfTheDocumentationAndImagesAreSparkMls() {
    assertThat(load(video).schema().toDDL())
        .isEqualTo(
            "video STRING NOT NULL,frame INT NOT NULL,pts_us BIGINT NOT NULL,width INT NOT NULL,"
                + "height INT NOT NULL,key_frame BOOLEAN NOT NULL,image STRUCT<origin: STRING, "
                + "height: INT NOT NULL, width: INT NOT NULL, nChannels: INT NOT NULL, "
                + "mode: INT NOT NULL, data: BINARY NOT NULL>");
  }

  @ParameterizedTest
  @CsvSource({"20,''", "1000,''", "70,32x18"})
  void rowsEqualSequentialDecoding(String segmentFrames, String scaledTo) {
    Optional<Size> size = Optional.of(scaledTo).filter(s -> !s.isEmpty()).map(Size::parse);
    DataFrameReader reader = videos().option("segmentFrames", segmentFrames);
    size.ifPresent(s -> reader.option("scaleTo", s.toString()));

    Dataset<Row> query = reader.load(video.toString());
    List<Row> rows = query.collectAsList();

    List<DecodedFrame> frames = SampleVideo.decode(video, size);
    assertThat(rows).hasSize(FRAMES).hasSameSizeAs(frames);
    for (int i = 0; i < FRAMES; i++) {
      assertSame(rows.get(i), frames.get(i));
    }
    assertThat(ScanMetrics.tasks(query)).isBetween(2, 4);
    assertThat(ScanMetrics.framesDecoded(query)).as("each frame once").isEqualTo(FRAMES);
  }

  private static void assertSame(Row row, DecodedFrame frame) {
    assertThat(row.<String>getAs("video")).isEqualTo("clip");
    assertThat(row.<Integer>getAs("frame")).isEqualTo(frame.frame());
    assertThat(row.<Long>getAs("pts_us")).isEqualTo(frame.ptsMicros());
    assertThat(row.<Boolean>getAs("key_frame")).isEqualTo(frame.isKeyFrame());
    assertThat(row.<Integer>getAs("width")).isEqualTo(SMALL.width());
    assertThat(row.<Integer>getAs("height")).isEqualTo(SMALL.height());
    Row image = row.getAs("image");
    Frame picture = frame.picture().orElseThrow();
    assertThat(image.<String>getAs("origin")).isEqualTo(video.toString());
    assertThat(image.<Integer>getAs("width")).isEqualTo(picture.size().width());
    assertThat(image.<Integer>getAs("height")).isEqualTo(picture.size().height());
    assertThat(image.<Integer>getAs("nChannels")).isEqualTo(3);
    assertThat(image.<Integer>getAs("mode")).isEqualTo(16);
    byte[] bgr = image.getAs("data");
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i++) {
      rgb[i] = bgr[i / 3 * 3 + 2 - i % 3];
    }
    assertThat(rgb).isEqualTo(picture.rgb());
  }

  @Test
  void decodesNothingIfTheImageIsNotSelected() {
    Dataset<Row> query = load(video).select("pts_us", "key_frame", "video");
    List<Row> rows = query.collectAsList();

    VideoIndex index = SampleVideo.index(video);
    assertThat(rows)
        .isEqualTo(
            IntStream.range(0, FRAMES)
                .mapToObj(i -> RowFactory.create(index.ptsMicros(i), index.isKeyFrame(i), "clip"))
                .toList());
    assertThat(ScanMetrics.framesDecoded(query)).isZero();
  }

  @Test
  void readsASingleFieldOfTheImage() {
    assertThat(load(video).selectExpr("max(image.height)").first().getInt(0)).isEqualTo(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frame = 77",
        "frame < 5 or frame >= 190",
        "frame in (3, 4, 100, 101, 199)",
        "frame between 60 and 119 and pts_us > 3000000",
        "pts_us <= 1000000",
        "video = 'clip' and frame > 195",
        "video like 'cl%' and not frame < 198",
        "video = 'other'",
        "video < 'd' and key_frame",
        "frame % 50 = 1",
        "frame <=> null",
        "frame not in (1, null)",
        "width = 64 and height > 36",
        "image is not null and frame < 3",
      })
  void pushedFiltersSelectTheSameRowsAsSpark(String condition) {
    Dataset<Row> all = load(video);
    List<Row> kept =
        spark.createDataFrame(all.collectAsList(), all.schema()).where(condition).collectAsList();

    List<Row> rows = load(video).where(condition).collectAsList();

    assertThat(frames(rows)).isEqualTo(frames(kept));
    assertThat(rows.stream().map(VideoSourceIT::pixels))
        .containsExactlyElementsOf(kept.stream().map(VideoSourceIT::pixels).toList());
    assertThat(load(video).where(condition).count()).isEqualTo(kept.size());
  }

  private static String pixels(Row row) {
    return Arrays.toString(row.<Row>getAs("image").<byte[]>getAs("data"));
  }

  private static List<Integer> frames(List<Row> rows) {
    return rows.stream().map(row -> row.<Integer>getAs("frame")).toList();
  }

  @Test
  void countsFromTheIndexInLessThanASecond() throws IOException {
    Path unknown = Files.copy(longVideo, folder.resolve("long.mp4"));
    load(video).count(); // so that the start of Spark is not measured

    long start = System.nanoTime();
    long count = load(unknown).count();
    double seconds = (System.nanoTime() - start) / 1e9;

    assertThat(count).isEqualTo(LONG_FRAMES);
    assertThat(seconds).as("indexing included").isLessThan(1);
  }

  @Test
  void countsByKeyFrameDecodeNothing() {
    Dataset<Row> query = load(longVideo).groupBy("key_frame").count();

    assertThat(query.where("key_frame").first().getLong(1))
        .isEqualTo((LONG_FRAMES - 1) / SampleVideo.KEY_FRAME_DISTANCE + 1);
    assertThat(query.collectAsList()).hasSize(2);
    assertThat(ScanMetrics.framesDecoded(query)).isZero();
  }

  @Test
  void aFilterDecodesOnlyTheGroupsOfTheSelectedFrames() {
    Dataset<Row> query = load(longVideo).where("frame >= 5030 and frame < 5130");

    assertThat(frames(query.collectAsList()))
        .isEqualTo(IntStream.range(5030, 5130).boxed().toList());
    assertThat(ScanMetrics.framesDecoded(query)).as("from key frame 4980").isEqualTo(150);
  }

  @Test
  void aLimitDecodesAtMostOneTask() {
    Dataset<Row> query = videos().option("segmentFrames", 60).load(video.toString()).limit(5);
    assertThat(query.collectAsList()).hasSize(5);
    assertThat(ScanMetrics.framesDecoded(query)).isBetween(5L, 60L);
  }

  @Test
  void selectedKeyFramesAreDecodedWithoutOtherFrames() {
    Dataset<Row> query = load(video).where("key_frame");
    assertThat(frames(query.collectAsList())).containsExactly(0, 60, 120, 180);
    assertThat(ScanMetrics.framesDecoded(query)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "100% sure",
        "a%20b",
        "take #2",
        "видео о море",
        "-dash",
        "it's \"it\"",
        "[1] {a,b}",
        "a+b&c=d?",
      })
  void acceptsAnyFileName(String name) throws IOException {
    Path file = Files.copy(video, folder.resolve(name + ".mp4"));

    for (Path path : List.of(file, folder)) {
      Row row = load(path).where("frame = 7").first();
      assertThat(row.<String>getAs("video")).isEqualTo(name);
      assertThat(row.<Row>getAs("image").<String>getAs("origin")).isEqualTo(file.toString());
    }
  }

  @Test
  void readsFoldersGlobsAndFilesTogether() throws IOException {
    for (String name : List.of("a/one.mp4", "a/two.MP4", "b/three.mp4", "b/four.mp4", "five.mp4")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.copy(video, folder.resolve(name));
    }
    Files.writeString(folder.resolve("a/notes.txt"), "not a video");
    Files.createDirectories(folder.resolve("empty"));

    assertThat(names(load(folder.resolve("a")))).containsExactly("one", "two");
    assertThat(names(load(folder.resolve("*"))))
        .containsExactly("five", "four", "one", "three", "two");
    assertThat(names(load(folder.resolve("*/t*.mp4")))).containsExactly("three");
    assertThat(names(load(folder.resolve("{a,b}"), folder.resolve("five.mp4"))))
        .containsExactly("five", "four", "one", "three", "two");
    assertThat(load(folder.resolve("*")).count()).isEqualTo(5L * FRAMES);
  }

  private static List<String> names(Dataset<Row> frames) {
    return frames.select("video").distinct().sort("video").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void readsVideosThroughAnSqlView() {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW clips USING `saliency-video`"
            + " OPTIONS (path '%s', scaleTo '32x18')".formatted(video));

    assertThat(spark.sql("SELECT count(*) FROM clips WHERE frame < 10").first().getLong(0))
        .isEqualTo(10);
    Row row = spark.sql("SELECT image.width, pts_us FROM clips WHERE frame = 3").first();
    assertThat(row.getInt(0)).isEqualTo(32);
    assertThat(row.getLong(1)).isEqualTo(SampleVideo.index(video).ptsMicros(3));
  }

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, scaleTo, 200",
    "gone.mp4, scaleTo, no videos at",
    "clip.mp4, scale, Unknown option 'scale'",
  })
  void aTableOfTheCatalogChecksItsOptionsInQueries(String file, String option, String result) {
    spark.sql(
        "CREATE TABLE clip_table USING `saliency-video` OPTIONS (path '%s', %s '32x18')"
                .formatted(video.resolveSibling(file), option)
            + " TBLPROPERTIES (team 'x')");
    try {
      Dataset<Row> query = spark.table("clip_table").where("image.width = 32");
      if (result.equals("200")) {
        assertThat(query.count()).isEqualTo(FRAMES);
      } else {
        assertThatThrownBy(query::count).hasMessageContaining(result);
      }
    } finally {
      spark.sql("DROP TABLE clip_table");
    }
  }

  @Test
  void aFileThatSeveralPathsNameIsReadOnce() {
    assertThat(load(video, video.getParent().resolve("cl*.mp4")).count()).isEqualTo(FRAMES);
    assertThat(videos().option("fs.s3a.endpoint", "x").load(video.toString()).count())
        .isEqualTo(FRAMES);
  }

  @Test
  void aFileThatIsNotAVideoIsReportedOrSkipped() throws IOException {
    Files.copy(video, folder.resolve("good.mp4"));
    Files.writeString(folder.resolve("page.mp4"), "<html></html>");
    Files.createFile(folder.resolve("empty.mp4"));

    assertThatThrownBy(() -> load(folder).count())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("empty.mp4")
        .hasMessageContaining("ignoreCorruptFiles");
    assertThat(load(folder).where("video = 'good'").count()).isEqualTo(FRAMES);
    DataFrameReader lenient = videos().option("ignoreCorruptFiles", "true");
    assertThat(names(lenient.load(folder.toString()))).containsExactly("good");
  }

  @Test
  void aFrameThatCannotBeDecodedHasNoImageOrFailsTheQuery() throws IOException {
    Path damaged = damaged();
    Dataset<Row> query = load(damaged);
    List<Row> rows = query.collectAsList();

    assertThat(frames(rows)).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
    List<Integer> bad = new ArrayList<>();
    rows.stream().filter(row -> row.getAs("image") == null).forEach(r -> bad.add(r.getAs("frame")));
    assertThat(bad).isNotEmpty().hasSizeLessThan(60).allMatch(frame -> 60 <= frame && frame < 180);
    assertThat(ScanMetrics.value(query, "framesBad")).isEqualTo(bad.size());
    assertThat(load(damaged).where("image is not null").count()).isEqualTo(FRAMES - bad.size());

    Dataset<Row> strict = videos().option("badFrames", "fail").load(damaged.toString());
    assertThatThrownBy(strict::collectAsList)
        .hasMessageContaining("frame " + bad.get(0) + " of video " + damaged);
    assertThat(strict.count()).isEqualTo(FRAMES);
  }

  @Test
  void theMissingEndOfAVideoIsLeftOutOrFailsTheQuery() throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));

    assertThat(load(cut).count()).isPositive().isLessThan(FRAMES);
    assertThatThrownBy(() -> videos().option("badFrames", "fail").load(cut.toString()).count())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(cut + " is truncated after")
        .hasMessageContaining("of " + FRAMES + " frames");
  }

  /** A copy of the video with some damaged bytes in the middle. */
  private Path damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 400; i++) {
      bytes[i] ^= (byte) (37 * i + 11);
    }
    return Files.write(folder.resolve("damaged.mp4"), bytes);
  }

  @Test
  void reportsAFileThatWasDeletedAfterIndexing() throws IOException {
    Path file = Files.copy(video, folder.resolve("gone.mp4"));
    Dataset<Row> query = load(file);
    ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().executedPlan().execute();
    ScanMetrics.tasks(query);
    Files.delete(file);

    assertThatThrownBy(query::collectAsList).hasMessageContaining("gone.mp4");
  }

  @Test
  void indexesAReplacedFileAgain() throws IOException {
    Path file = Files.copy(video, folder.resolve("clip.mp4"));
    Dataset<Row> query = load(file);
    assertThat(query.count()).isEqualTo(FRAMES);

    SampleVideo.write(file, 30, SMALL, 9);

    assertThat(query.count()).isEqualTo(30);
  }

  @Test
  void rejectsVideosOfTheSameName() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Path one = Files.copy(video, folder.resolve("a/clip.mp4"));

    assertThatThrownBy(() -> load(one, video))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(one.toString())
        .hasMessageContaining(video.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "segmentFrames,0,Invalid option segmentFrames '0'",
    "scaleTo,small,Invalid size 'small'",
    "badFrames,skip,Invalid option badFrames 'skip'",
    "scaleTo,99999x9,at most 16384 pixels",
    "scale_to,32x18,Unknown option 'scale_to'",
    "recursiveFileLookup,true,Unknown option 'recursiveFileLookup'",
    "ignoreCorruptFiles,perhaps,Invalid option ignoreCorruptFiles 'perhaps'",
  })
  void rejectsInvalidOptionsOnLoad(String option, String value, String message) {
    DataFrameReader reader = videos().options(Map.of(option, value));
    assertThatThrownBy(() -> reader.load(video.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @Test
  void rejectsPathsWithoutVideosOnLoad() {
    assertThatThrownBy(() -> videos().load()).hasMessageContaining("missing path");
    for (String path : List.of("missing", "*.mkv", ".")) {
      Path place = folder.resolve(path);
      assertThatThrownBy(() -> load(place)).hasMessageContaining("no videos at " + place);
    }
  }
}
