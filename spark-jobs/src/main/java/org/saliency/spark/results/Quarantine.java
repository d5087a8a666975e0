package org.saliency.spark.results;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.OutputFolder;

/** The table of bad frames and videos. */
public final class Quarantine {

  private static final StructType SCHEMA =
      new StructType()
          .add("video", DataTypes.StringType, false)
          .add("frame", DataTypes.IntegerType, true)
          .add("stage", DataTypes.StringType, false)
          .add("error", DataTypes.StringType, false)
          .add("message", DataTypes.StringType, false);

  private Quarantine() {}

  /** Writes the table; deletes an older one if there are no bad frames. */
  public static void write(SparkSession spark, OutputFolder folder, List<BadFrame> bad) {
    if (bad.isEmpty()) {
      folder.delete("quarantine");
      return;
    }
    List<Row> rows =
        bad.stream()
            .map(b -> RowFactory.create(b.video(), b.frame(), b.stage(), b.error(), b.message()))
            .toList();
    Table.write(spark.createDataFrame(rows, SCHEMA).coalesce(1), folder, "quarantine");
  }
}
