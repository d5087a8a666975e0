package org.saliency.spark.results;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.task.JobDescription;

/** A Parquet table in an output folder. */
final class Table {

  private Table() {}

  /** Writes or replaces a table. */
  static void write(Dataset<Row> rows, OutputFolder folder, String name) {
    try (JobDescription description =
        JobDescription.set(rows.sparkSession().sparkContext(), "write %s", name)) {
      rows.write().mode(SaveMode.Overwrite).parquet(folder.path(name).toString());
    }
  }
}
