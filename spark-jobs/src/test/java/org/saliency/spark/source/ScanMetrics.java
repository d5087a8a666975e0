package org.saliency.spark.source;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import scala.jdk.javaapi.CollectionConverters;

/** Metrics of the scan of an executed query. */
final class ScanMetrics {

  private ScanMetrics() {}

  static long framesDecoded(Dataset<Row> query) {
    return value(query, "framesDecoded");
  }

  static long value(Dataset<Row> query, String metric) {
    return scan(plan(query)).metrics().apply(metric).value();
  }

  static int tasks(Dataset<Row> query) {
    return scan(plan(query)).inputPartitions().size();
  }

  private static SparkPlan plan(Dataset<Row> query) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().executedPlan();
  }

  private static BatchScanExec scan(SparkPlan plan) {
    if (plan instanceof BatchScanExec scan) {
      return scan;
    } else if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      return scan(adaptive.executedPlan());
    } else if (plan instanceof QueryStageExec stage) {
      return scan(stage.plan());
    }
    List<SparkPlan> children = CollectionConverters.asJava(plan.children());
    return scan(children.get(0));
  }
}
