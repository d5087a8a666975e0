package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drivers that score one data set on a standalone cluster, each in a process of its own. */
final class ClusterScore {

  private final StandaloneCluster cluster;
  private final Path folder;
  private final Path model;
  private final Path videos;
  private final int segmentFrames;

  /**
   * Creates the recipe of the drivers.
   *
   * @param folder for logs
   * @param videos data set with ground truth
   */
  ClusterScore(StandaloneCluster cluster, Path folder, Path model, Path videos, int segmentFrames)
      throws IOException {
    this.cluster = cluster;
    this.folder = folder;
    this.model = model;
    this.videos = videos;
    this.segmentFrames = segmentFrames;
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        rootLogger.level = warn
        rootLogger.appenderRef.file.ref = file
        logger.own.name = org.saliency
        logger.own.level = info
        appender.file.type = File
        appender.file.name = file
        appender.file.fileName = executor.log
        appender.file.layout.type = PatternLayout
        appender.file.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
        """);
  }

  /**
   * Starts a driver.
   *
   * @param output folder or URI of the results
   * @param name of the log file and of the marker of {@link ShakyFiles}
   * @param more Spark settings
   * @param options of the command
   */
  SparkProcess start(String output, String name, Map<String, String> more, String... options)
      throws IOException {
    Map<String, String> conf = conf(name);
    conf.putAll(more);
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", cluster.url()));
    command.addAll(List.of("--class", "org.saliency.spark.cli.Main"));
    conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.add(Path.of("target", "saliency-spark.jar").toString());
    command.addAll(List.of("score", "--input", videos.toString()));
    command.addAll(List.of("--ground-truth", videos.toString(), "--model", model.toString()));
    command.addAll(List.of("--output", relative(output)));
    if (!List.of(options).contains("--device")) {
      command.addAll(List.of("--device", "cpu"));
    }
    command.addAll(List.of("--set", "score.segment-frames=" + segmentFrames));
    command.addAll(List.of("--set", "score.tasks=8"));
    command.addAll(List.of("--set", "score.lease-renewal-seconds=1"));
    command.addAll(List.of("--set", "score.lease-expiry-seconds=6"));
    command.addAll(List.of(options));
    return SparkProcess.start(
        folder.resolve("driver-" + name + ".log"),
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        List.of("-Xmx1g", "-cp", classPath()),
        command);
  }

  private static String classPath() throws IOException {
    return SparkProcess.sparkClassPath()
        + File.pathSeparator
        + Path.of("target", "test-classes").toAbsolutePath();
  }

  /** A local path as seen from the driver's working folder, which is not the executors'. */
  private static String relative(String output) {
    return output.startsWith("/")
        ? Path.of("").toAbsolutePath().relativize(Path.of(output)).toString()
        : output;
  }

  private Map<String, String> conf(String name) throws IOException {
    // To a file, since a worker drops the output of an executor that is shutting down.
    String logging = "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties");
    String archive = "'" + String.join("' '", SparkProcess.CLASS_ARCHIVE) + "'";
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.executor.memory", "800m");
    conf.put("spark.executor.cores", "1");
    conf.put("spark.executor.resource.gpu.amount", "1");
    conf.put("spark.task.resource.gpu.amount", "1");
    // An executor's own class path has Spark's jars, too, but not in the order of the archive.
    conf.put("spark.executor.extraClassPath", classPath());
    conf.put(
        "spark.executor.extraJavaOptions",
        String.join(" ", logging, SparkProcess.QUICK_START, archive));
    // Both executors are there before the first task: the ratio is one of these cores.
    conf.put("spark.cores.max", "2");
    conf.put("spark.scheduler.minRegisteredResourcesRatio", "1");
    conf.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    conf.put("spark.sql.shuffle.partitions", "2");
    conf.put("spark.sql.codegen.wholeStage", "false");
    conf.put("spark.hadoop.fs.shaky.impl", ShakyFiles.class.getName());
    conf.put("spark.hadoop." + ShakyFiles.MARKER, folder.resolve(name + ".shaken").toString());
    return conf;
  }
}
