package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.TaskProgress;

/** Progress of a job with a failed attempt, in a Spark that retries tasks. */
class RetriedTaskIT {

  @TempDir Path folder;

  @Test
  void aFailedAttemptDoesNotCount() throws Exception {
    try (SparkProcess job =
        SparkProcess.start(
            folder.resolve("job.log"),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")),
            List.of(Job.class.getName()))) {
      assertThat(job.exitCode()).as(job::log).isZero();
      assertThat(job.log())
          .contains("attempt 0 of task 0 failed")
          .contains("7 frames, 1 bad, {DECODE=3.5}");
    }
  }

  /** Two tasks of 3 and 4 frames; the first fails once after it has counted. */
  static final class Job {

    public static void main(String[] arguments) throws Exception {
      try (SparkSession session =
          SparkSession.builder()
              .master("local[2,2]")
              .appName("retry")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .getOrCreate()) {
        SparkContext spark = session.sparkContext();
        TaskProgress progress = TaskProgress.of(spark, "counted", Set.of(Activity.DECODE));
        JavaSparkContext.fromSparkContext(spark)
            .parallelize(List.of(3, 4), 2)
            .map(frames -> count(frames, progress))
            .collectAsync()
            .get();
        System.out.printf(
            "%d frames, %d bad, %s%n",
            progress.frames().value(), progress.bad().value(), progress.seconds());
      }
    }

    private static int count(int frames, TaskProgress progress) {
      progress.published(frames, frames == 3 ? 1 : 0);
      progress.milliseconds().get(Activity.DECODE).add(500L * frames);
      TaskContext task = TaskContext.get();
      if (task.partitionId() == 0 && task.attemptNumber() == 0) {
        System.out.println("attempt 0 of task 0 failed");
        throw new IllegalStateException("first attempt");
      }
      return frames;
    }
  }
}
