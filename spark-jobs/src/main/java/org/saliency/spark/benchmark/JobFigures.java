package org.saliency.spark.benchmark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.spark.results.Manifest;

/** Measures jobs on Spark, each after a warm-up job with as many frames. */
final class JobFigures {

  private JobFigures() {}

  /** See {@link Stage#START}. */
  static Map<String, Object> start(Workbench bench) throws IOException, InterruptedException {
    bench.frames(); // generated before the measurement
    long start = System.nanoTime();
    bench.spark().session();
    double spark = (System.nanoTime() - start) / 1e9;
    ScoreInput input = ScoreInput.pictures(bench.frames(), 1, bench.spark().newInput());
    start = System.nanoTime();
    bench.spark().score(input);
    double job = (System.nanoTime() - start) / 1e9;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seconds_to_first_map", bench.secondsOfJava() + spark + job);
    figures.put("seconds_of_java", bench.secondsOfJava());
    figures.put("seconds_of_spark", spark);
    figures.put("seconds_of_job", job);
    return figures;
  }

  /** See {@link Stage#WHOLE}. */
  static Map<String, Object> whole(Workbench bench) throws IOException, InterruptedException {
    SparkBench spark = bench.spark();
    int requested = bench.settings().frames();
    spark.score(ScoreInput.pictures(bench.frames(), requested, spark.newInput()));
    ScoreInput input = ScoreInput.asGiven(bench.frames(), requested, spark.newInput());
    long start = System.nanoTime();
    double coreStart = coreSeconds();
    Manifest manifest = spark.score(input);
    double total = (System.nanoTime() - start) / 1e9;
    double cores = coreSeconds() - coreStart;
    int frames = input.frames();
    double tasks = manifest.stageSeconds().get("score");
    double predicting = manifest.stageSeconds().get("tasks_predict");
    boolean isGpu = manifest.device().startsWith("gpu");
    int slots = isGpu ? 1 : spark.session().sparkContext().defaultParallelism();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("frames_per_second", frames / tasks);
    figures.put("frames_per_core_second", frames / cores);
    figures.put("frames_per_second_of_the_job", frames / total);
    figures.put("device_busy_share", Math.min(1, predicting / (tasks * slots)));
    figures.put("frames", frames);
    figures.put("input", input.origin());
    return figures;
  }

  /** See {@link Stage#PREDICTOR}. */
  static Map<String, Object> predictor(Workbench bench) throws IOException {
    SparkBench spark = bench.spark();
    int frames = bench.settings().frames();
    try (PictureTable table = spark.table(bench.frames(), frames)) {
      spark.predict(table);
      long start = System.nanoTime();
      double coreStart = coreSeconds();
      spark.predict(table);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("frames_per_second", frames / ((System.nanoTime() - start) / 1e9));
      figures.put("frames_per_core_second", frames / (coreSeconds() - coreStart));
      figures.put("frames", frames);
      return figures;
    }
  }

  /** Processor time of this process so far. */
  private static double coreSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
