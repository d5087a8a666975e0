package org.saliency.spark.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.FrameKeys;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.LiteralPaths;
import org.saliency.spark.storage.PathNames;
import org.saliency.spark.task.JobDescription;
import org.saliency.storage.Storage.Entry;
import scala.Tuple2;

/** Predicted maps to be evaluated. */
public sealed interface Predictions {

  /**
   * Videos and frames of the maps.
   *
   * @throws UserException when there are none, or a video file cannot be read
   */
  Dataset list();

  /** Maps of segments, read on the executors. */
  JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions);

  /**
   * Reads the maps of a few frames on the driver.
   *
   * @param errors receives the errors of maps that cannot be read; these are omitted
   */
  Map<PlannedFrame, SaliencyMap> pick(List<PlannedFrame> frames, Consumer<UserException> errors);

  /**
   * Predictions in a folder: output of {@code score} (PNG files if there are any, else the table,
   * else saliency videos), or of another method (PNG folders per video, or saliency videos).
   *
   * @throws UserException when the folder does not exist
   */
  static Predictions in(String folder, SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      if (files.find(folder).isEmpty()) {
        throw UserException.input("predictions %s do not exist: check the path", folder);
      }
      for (String maps : List.of("maps", "maps16")) {
        if (files.find(folder + "/" + maps).isPresent()) {
          return new Files(folder + "/" + maps, Layout.FRAMES, PathNames::unescape, spark);
        }
      }
      if (files.find(folder + "/predictions").isPresent()) {
        return new Table(folder + "/predictions", spark);
      }
      String videos = folder + "/saliency_videos";
      if (files.find(videos).isPresent()) {
        return new Files(videos, Layout.VIDEOS, PathNames::unescape, spark);
      }
      boolean hasFolders = files.list(folder).stream().anyMatch(Entry::isFolder);
      return new Files(
          folder, hasFolders ? Layout.FRAMES : Layout.VIDEOS, UnaryOperator.identity(), spark);
    } catch (IOException e) {
      throw UserException.input(e, "predictions %s cannot be read: %s", folder, e);
    }
  }

  /**
   * Predictions in files.
   *
   * @param layout {@code FRAMES} for folders of images, {@code VIDEOS} for saliency videos
   * @param names turns names of files into those of videos and frames
   */
  record Files(String folder, Layout layout, UnaryOperator<String> names, SparkSession spark)
      implements Predictions {

    private HadoopFiles storage() {
      return new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    }

    @Override
    public Dataset list() {
      Dataset found =
          Datasets.readFrames(
                  storage(), List.of(folder), Optional.of(layout), new SparkVideoIndexer(spark))
              .get(0);
      if (!found.unreadable().isEmpty()) {
        throw found.unreadable().get(0).error();
      }
      return new Dataset(found.layout(), found.videos().stream().map(this::named).toList());
    }

    private Video named(Video video) {
      List<VideoFrame> frames = new ArrayList<>();
      for (VideoFrame f : video.frames()) {
        frames.add(
            new VideoFrame(
                f.index(), names.apply(f.name()), f.image(), f.map(), f.fixations(), f.key()));
      }
      return new Video(names.apply(video.name()), frames, video.files());
    }

    @Override
    public JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions) {
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(segments, partitions)
          .map(SegmentMaps::inFiles);
    }

    @Override
    public Map<PlannedFrame, SaliencyMap> pick(
        List<PlannedFrame> frames, Consumer<UserException> errors) {
      Map<PlannedFrame, SaliencyMap> maps = new HashMap<>();
      try (FrameFiles files = FrameFiles.of(storage(), list().files())) {
        for (PlannedFrame frame : frames) {
          try {
            maps.put(frame, files.map(frame.image()));
          } catch (UserException e) {
            errors.accept(e);
          }
        }
      }
      return maps;
    }
  }

  /** Predictions in the table {@code predictions} of a scoring run. */
  record Table(String folder, SparkSession spark) implements Predictions {

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
      return LiteralPaths.reader(spark)
          .schema(SCHEMA)
          .parquet(HadoopFiles.path(folder).toString())
          .selectExpr(columns)
          .toJavaRDD();
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
                  Collectors.groupingBy(
                      row -> row.getString(0), TreeMap::new, Collectors.toList()));
      List<Video> videos = new ArrayList<>();
      byVideo.forEach((video, frames) -> videos.add(video(video, frames)));
      if (videos.isEmpty()) {
        throw UserException.input("table %s is empty: score some videos first", folder);
      }
      return new Dataset(Layout.FRAMES, videos);
    }

    private Video video(String name, List<Row> rows) {
      FrameKeys keys = FrameKeys.of(rows.stream().map(Table::file).toList());
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
    public Map<PlannedFrame, SaliencyMap> pick(
        List<PlannedFrame> frames, Consumer<UserException> errors) {
      Map<Tuple2<String, String>, PlannedFrame> wanted = new HashMap<>();
      frames.forEach(frame -> wanted.put(new Tuple2<>(frame.video(), frame.name()), frame));
      Map<PlannedFrame, SaliencyMap> maps = new HashMap<>();
      List<Tuple2<Tuple2<String, String>, byte[]>> pngs;
      try (JobDescription description = describe("read the maps of %d frames", frames.size())) {
        pngs = pngs().filter(row -> wanted.containsKey(row._1())).collect();
      }
      for (Tuple2<Tuple2<String, String>, byte[]> png : pngs) {
        PlannedFrame frame = wanted.get(png._1());
        try {
          maps.put(frame, MapFile.read(png._2(), frame.image().toString()));
        } catch (UserException e) {
          errors.accept(e);
        }
      }
      return maps;
    }
  }
}
