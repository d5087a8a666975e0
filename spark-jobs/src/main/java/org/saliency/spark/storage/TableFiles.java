package org.saliency.spark.storage;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The files of a Parquet table that are read.
 *
 * @param folder of the table, below which folders are named by partitions
 * @param paths files, or the folder if all files in it are read
 */
public record TableFiles(String folder, List<String> paths) {

  /** All files of a table. */
  public static TableFiles all(String folder) {
    return new TableFiles(folder, List.of(folder));
  }

  /** Whether all files in the folder are read. */
  public boolean isWhole() {
    return paths.equals(List.of(folder));
  }

  /** The rows in these files. */
  public Dataset<Row> read(SparkSession spark, StructType schema) {
    return paths.isEmpty()
        ? spark.createDataFrame(List.of(), schema)
        : LiteralPaths.reader(spark)
            .option("basePath", folder)
            .schema(schema)
            .parquet(paths.toArray(String[]::new));
  }
}
