package org.saliency.spark.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.saliency.spark.ml.SaliencyPredictor;

/** A program of a user whose Spark serializes with Kryo; prints what it reads and predicts. */
final class KryoVideos {

  private KryoVideos() {}

  /**
   * Reads videos and predicts their maps.
   *
   * @param arguments folder of videos, model file
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.serializer", KryoSerializer.class.getName())
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate()) {
      Dataset<Row> frames = spark.read().format("saliency-video").load(arguments[0]);
      List<Row> counts = frames.groupBy("video").count().sort("video").collectAsList();
      System.out.println("counted " + counts);
      Dataset<Row> maps =
          new SaliencyPredictor()
              .setInputCol("image")
              .setOutputCol("saliency")
              .setModelUrl(Path.of(arguments[1]).toUri().toString())
              .transform(frames)
              .filter("saliency IS NOT NULL");
      System.out.println("predicted " + maps.repartition(2).cache().count());
    }
  }
}
