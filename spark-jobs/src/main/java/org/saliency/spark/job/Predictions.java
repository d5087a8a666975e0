package org.saliency.spark.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.output.HadoopFiles;
import org.saliency.spark.plan.PlannedFrame;
import scala.Tuple2;

/** Predicted maps of some method, to be evaluated. */
sealed interface Predictions {

  /** Their videos and frames. */
  Dataset list();

  /**
   * The files of some frames.
   *
   * @return each frame with the bytes of its map's file
   */
  JavaRDD<Tuple2<PlannedFrame, byte[]>> read(List<PlannedFrame> frames, int partitions);

  /**
   * Predictions in a folder: as {@code score} wrote them (PNG where there are, else Parquet), or
   * PNG folders by video.
   *
   * @throws UserException when there are none
   */
  static Predictions in(String folder, SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      if (files.find(folder).isEmpty()) {
        throw UserException.input("predictions %s do not exist: check the path", folder);
      }
      if (files.find(folder + "/maps").isPresent()) {
        return new Folders(folder + "/maps", spark);
      }
      return files.find(folder + "/predictions").isPresent()
          ? new Table(folder + "/predictions", spark)
          : new Folders(folder, spark);
    } catch (IOException e) {
      throw UserException.input(e, "predictions %s cannot be read: %s", folder, e);
    }
  }

  /** A folder of PNG folders. */
  record Folders(String folder, SparkSession spark) implements Predictions {

    @Override
    public Dataset list() {
      HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
      return Datasets.read(files, folder, Optional.of(Layout.FRAMES));
    }

    @Override
    public JavaRDD<Tuple2<PlannedFrame, byte[]>> read(List<PlannedFrame> frames, int partitions) {
      SerializableConfiguration hadoop =
          new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(frames, partitions)
          .map(frame -> new Tuple2<>(frame, readFile(frame.image(), hadoop)));
    }

    private static byte[] readFile(String path, SerializableConfiguration hadoop)
        throws IOException {
      return new HadoopFiles(hadoop.value()).read(path);
    }
  }

  /** The table {@code predictions} of a scoring run. */
  record Table(String folder, SparkSession spark) implements Predictions {

    private static final StructType SCHEMA =
        new StructType()
            .add("frame", DataTypes.IntegerType)
            .add("frame_name", DataTypes.StringType)
            .add("png", DataTypes.BinaryType)
            .add("video", DataTypes.StringType);

    private JavaRDD<Row> rows(String... columns) {
      return spark.read().schema(SCHEMA).parquet(folder).selectExpr(columns).toJavaRDD();
    }

    @Override
    public Dataset list() {
      Map<String, List<VideoFrame>> frames = new TreeMap<>();
      for (Row row : rows("video", "frame", "frame_name").collect()) {
        String place = folder + "/video=" + row.getString(0) + "/" + row.getString(2) + ".png";
        frames
            .computeIfAbsent(row.getString(0), video -> new ArrayList<>())
            .add(
                new VideoFrame(
                    row.getInt(1), row.getString(2), place, Optional.empty(), Optional.empty()));
      }
      List<Video> videos = new ArrayList<>();
      frames.forEach(
          (video, list) -> {
            list.sort(Comparator.comparingInt(VideoFrame::index));
            videos.add(new Video(video, list));
          });
      if (videos.isEmpty()) {
        throw UserException.input("table %s has no rows: score some videos first", folder);
      }
      return new Dataset(Layout.FRAMES, videos);
    }

    @Override
    public JavaRDD<Tuple2<PlannedFrame, byte[]>> read(List<PlannedFrame> frames, int partitions) {
      JavaPairRDD<Tuple2<String, Integer>, PlannedFrame> wanted =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(frames, partitions)
              .mapToPair(frame -> new Tuple2<>(new Tuple2<>(frame.video(), frame.index()), frame));
      return rows("video", "frame", "png")
          .mapToPair(
              row ->
                  new Tuple2<>(new Tuple2<>(row.getString(0), row.getInt(1)), row.<byte[]>getAs(2)))
          .join(wanted, partitions)
          .map(pair -> new Tuple2<>(pair._2()._2(), pair._2()._1()));
    }
  }
}
