package org.saliency.spark.benchmark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.saliency.spark.task.JobDescription;

/** A table of image files, cached in memory on the executors until it is closed. */
final class PictureTable implements AutoCloseable {

  /** Name of the column with image files. */
  static final String PICTURE = "picture";

  /** As in a scoring job. */
  private static final int PARTITIONS_PER_CORE = 3;

  private final Broadcast<List<byte[]>> pictures;
  private final Dataset<Row> rows;

  private PictureTable(Broadcast<List<byte[]>> pictures, Dataset<Row> rows) {
    this.pictures = pictures;
    this.rows = rows;
  }

  /**
   * Creates a table and waits until it is cached.
   *
   * @param pictures image files, repeated as needed
   * @param count number of rows
   */
  static PictureTable of(SparkSession spark, List<byte[]> pictures, int count) {
    Broadcast<List<byte[]>> broadcast =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(pictures);
    int partitions =
        Math.min(count, PARTITIONS_PER_CORE * spark.sparkContext().defaultParallelism());
    StructType schema =
        new StructType().add("frame", DataTypes.LongType).add(PICTURE, DataTypes.BinaryType);
    Dataset<Row> rows =
        spark
            .range(0, count, 1, partitions)
            .map(new Repeated(broadcast), Encoders.row(schema))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try (JobDescription description =
        JobDescription.set(spark.sparkContext(), "benchmark: cache %d pictures", count)) {
      rows.foreach(row -> {});
    }
    return new PictureTable(broadcast, rows);
  }

  /** Runs on executors. */
  private record Repeated(Broadcast<List<byte[]>> pictures) implements MapFunction<Long, Row> {

    @Override
    public Row call(Long frame) {
      List<byte[]> all = pictures.value();
      return RowFactory.create(frame, all.get((int) (frame % all.size())));
    }
  }

  Dataset<Row> rows() {
    return rows;
  }

  @Override
  public void close() {
    rows.unpersist(true);
    pictures.destroy();
  }
}
