package org.saliency.spark.lineage;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.saliency.spark.storage.HadoopFiles;

/**
 * A run that is reported.
 *
 * @param command for example {@code score}
 * @param id random UUID, as in the manifest
 * @param inputs qualified paths
 * @param output qualified path
 * @param sparkVersion version of Spark
 */
public record ReportedRun(
    String command, String id, List<String> inputs, String output, String sparkVersion) {

  public ReportedRun {
    inputs = List.copyOf(inputs);
  }

  /** A run with paths as given. */
  public static ReportedRun of(
      String command, String id, Stream<String> inputs, String output, SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    return new ReportedRun(
        command,
        id,
        inputs.map(path -> qualified(path, files)).toList(),
        qualified(output, files),
        spark.version());
  }

  /** An invalid path as it is: the job reports it. */
  private static String qualified(String path, HadoopFiles files) {
    try {
      return files.qualified(path);
    } catch (RuntimeException e) {
      return path;
    }
  }
}
