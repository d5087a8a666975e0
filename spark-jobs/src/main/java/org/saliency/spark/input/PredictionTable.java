package org.saliency.spark.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.FrameKeys;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.TableFiles;
import org.saliency.spark.task.JobDescription;
import scala.Tuple2;

/**
 * Predictions in the table {@code predictions} of a scoring run.
 *
 * @param folder of the table
 * @param files of the table that are read
 */
record PredictionTable(String folder, TableFiles files, SparkSession spark) implements Predictions {

  private static final StructType SCHEMA =
      new StructType()
          .add("frame", DataTypes.IntegerType)
          .add("frame_name", DataTypes.StringType)
          .add("png", DataTypes.BinaryType)
          .add("video", DataTypes.StringType);

  private JobDescription describe(String format, Object... arguments) {
    return JobDescription.set(spark.sparkContext(), format, arguments);
  }

  private JavaRDD<Row> rows(String... columns) {
    return files.read(spark, SCHEMA).selectExpr(columns).toJavaRDD();
  }

  @Override
  public Dataset list() {
    List<Row> rows;
    try (JobDescription description = describe("list the predicted frames")) {
      rows = rows("video", "frame", "frame_name").collect();
    }
    Map<String, List<Row>> byVideo =
        rows.stream()
            .collect(
                Collectors.groupingBy(row -> row.getString(0), TreeMap::new, Collectors.toList()));
    List<Video> videos = new ArrayList<>();
    byVideo.forEach((video, frames) -> videos.add(video(video, frames)));
    if (videos.isEmpty()) {
      throw UserException.input("table %s is empty: score some videos first", folder);
    }
    return new Dataset(Layout.FRAMES, videos);
  }

  private Video video(String name, List<Row> rows) {
    FrameKeys keys = FrameKeys.of(rows.stream().map(PredictionTable::file).toList());
    List<VideoFrame> frames = new ArrayList<>();
    for (Row row : rows) {
      frames.add(
          new VideoFrame(
              row.getInt(1),
              row.getString(2),
              FrameLocation.file(folder + "/video=" + name + "/" + file(row)),
              Optional.empty(),
              Optional.empty(),
              keys.key(file(row))));
    }
    frames.sort(Comparator.comparingInt(VideoFrame::index));
    return new Video(name, frames);
  }

  private static String file(Row row) {
    return row.getString(2) + ".png";
  }

  @Override
  public JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions) {
    List<Tuple2<Tuple2<String, String>, Integer>> frames = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      for (PlannedFrame frame : segments.get(i).frames()) {
        frames.add(new Tuple2<>(new Tuple2<>(frame.video(), frame.name()), i));
      }
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaPairRDD<Tuple2<String, String>, Integer> segmentOf =
        context.parallelizePairs(frames, partitions);
    List<Tuple2<Integer, Segment>> numbered = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      numbered.add(new Tuple2<>(i, segments.get(i)));
    }
    JavaPairRDD<Integer, Iterable<Tuple2<String, byte[]>>> maps =
        pngs()
            .join(segmentOf, partitions)
            .mapToPair(
                frame ->
                    new Tuple2<>(frame._2()._2(), new Tuple2<>(frame._1()._2(), frame._2()._1())))
            .groupByKey(partitions);
    return context
        .parallelizePairs(numbered, partitions)
        .leftOuterJoin(maps, partitions)
        .map(joined -> SegmentMaps.of(joined._2()._1(), joined._2()._2().orElse(List.of())));
  }

  /** PNG files by video and name of the frame. */
  private JavaPairRDD<Tuple2<String, String>, byte[]> pngs() {
    return rows("video", "frame_name", "png")
        .mapToPair(
            row ->
                new Tuple2<>(
                    new Tuple2<>(row.getString(0), row.getString(1)), row.<byte[]>getAs(2)));
  }

  @Override
  public void pick(
      List<PlannedFrame> frames,
      BiConsumer<PlannedFrame, SaliencyMap> maps,
      Consumer<UserException> errors) {
    Map<Tuple2<String, String>, PlannedFrame> wanted = new HashMap<>();
    frames.forEach(frame -> wanted.put(new Tuple2<>(frame.video(), frame.name()), frame));
    List<Tuple2<Tuple2<String, String>, byte[]>> pngs;
    try (JobDescription description = describe("read the maps of %d frames", frames.size())) {
      pngs = pngs().filter(row -> wanted.containsKey(row._1())).collect();
    }
    for (Tuple2<Tuple2<String, String>, byte[]> png : pngs) {
      PlannedFrame frame = wanted.get(png._1());
      try {
        maps.accept(frame, MapFile.read(png._2(), frame.image().toString()));
      } catch (UserException e) {
        errors.accept(e);
      }
    }
  }
}
