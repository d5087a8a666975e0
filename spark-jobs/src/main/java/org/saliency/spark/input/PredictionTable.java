package org.saliency.spark.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
import org.saliency.packed.PackedLongs;
import org.saliency.packed.PackedStrings;
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
    List<Tuple2<String, ListedFrames>> listed;
    try (JobDescription description = describe("list the predicted frames")) {
      listed =
          rows("video", "frame", "frame_name")
              .mapToPair(
                  row ->
                      new Tuple2<>(row.getString(0), new Tuple2<>(row.getInt(1), row.getString(2))))
              .groupByKey()
              .mapValues(ListedFrames::of)
              .collect();
    }
    Map<String, ListedFrames> byVideo = new TreeMap<>();
    listed.forEach(video -> byVideo.put(video._1(), video._2()));
    List<Video> videos = new ArrayList<>();
    byVideo.forEach((video, frames) -> videos.add(video(video, frames)));
    if (videos.isEmpty()) {
      throw UserException.input("table %s is empty: score some videos first", folder);
    }
    return new Dataset(Layout.FRAMES, videos);
  }

  /** The frames of a video in order, packed by an executor. */
  private record ListedFrames(PackedLongs numbers, PackedStrings names) implements Serializable {

    static ListedFrames of(Iterable<Tuple2<Integer, String>> frames) {
      List<Tuple2<Integer, String>> sorted = new ArrayList<>();
      frames.forEach(sorted::add);
      sorted.sort(Comparator.comparing(Tuple2::_1));
      return new ListedFrames(
          PackedLongs.of(sorted.size(), i -> sorted.get(i)._1()),
          PackedStrings.of(sorted.stream().map(Tuple2::_2).toList()));
    }
  }

  private Video video(String name, ListedFrames listed) {
    List<String> files = listed.names().stream().map(frame -> frame + ".png").toList();
    FrameKeys keys = FrameKeys.of(files);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      frames.add(
          new VideoFrame(
              (int) listed.numbers().get(i),
              listed.names().get(i),
              FrameLocation.file(folder + "/video=" + name + "/" + files.get(i)),
              Optional.empty(),
              Optional.empty(),
              keys.key(files.get(i))));
    }
    return new Video(name, frames);
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
