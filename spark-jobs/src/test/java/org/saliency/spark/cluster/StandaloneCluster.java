package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster of processes on this machine: a master and workers with GPUs that the
 * discovery script gets from a fake nvidia-smi.
 */
final class StandaloneCluster implements AutoCloseable {

  static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private final Path folder;
  private final String url;
  private final SparkProcess master;
  private final Map<String, SparkProcess> workers = new HashMap<>();

  private StandaloneCluster(Path folder, String url, SparkProcess master) {
    this.folder = folder;
    this.url = url;
    this.master = master;
  }

  static StandaloneCluster start(Path folder) throws Exception {
    Path jars = Files.createDirectories(folder.resolve("spark-home/jars"));
    for (String jar : SparkProcess.sparkClassPath().split(File.pathSeparator)) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
    Path nvidiaSmi = Files.createDirectories(folder.resolve("bin")).resolve("nvidia-smi");
    Files.writeString(
        nvidiaSmi,
        """
        #!/bin/sh
        echo 'GPU 0: NVIDIA H200 (UUID: GPU-00000000-0000-0000-0000-000000000000)'
        echo 'GPU 1: NVIDIA H200 (UUID: GPU-11111111-1111-1111-1111-111111111111)'
        """);
    if (!nvidiaSmi.toFile().setExecutable(true)) {
      throw new IOException(nvidiaSmi + " cannot be made executable");
    }
    int port = SparkProcess.freePort();
    SparkProcess master =
        start(
            folder,
            "master",
            Map.of(),
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0"));
    // A master that is still in standby refuses drivers, which then wait for ever.
    SparkProcess.await(
        "the master accepts drivers", () -> master.log().contains("New state: ALIVE"));
    return new StandaloneCluster(folder, "spark://127.0.0.1:" + port, master);
  }

  private static SparkProcess start(
      Path folder, String name, Map<String, String> own, List<String> command) throws IOException {
    Map<String, String> environment = new HashMap<>(own);
    environment.put("SPARK_HOME", folder.resolve("spark-home").toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    return SparkProcess.start(
        folder.resolve(name + ".log"),
        environment,
        List.of("-Xmx256m", "-cp", SparkProcess.sparkClassPath()),
        command);
  }

  String url() {
    return url;
  }

  /** Starts a worker with one core that sees one GPU. */
  void addWorker(String name, int gpu) throws IOException {
    addWorker(name, 1, List.of(gpu));
  }

  /** Starts a worker that sees some GPUs. */
  void addWorker(String name, int cores, List<Integer> gpus) throws IOException {
    Path script = Path.of("..", "conf", "gpu-discovery.sh").toAbsolutePath().normalize();
    Path settings = folder.resolve(name + ".properties");
    Files.write(
        settings,
        List.of(
            "spark.worker.resource.gpu.amount " + gpus.size(),
            "spark.worker.resource.gpu.discoveryScript " + script));
    workers.put(
        name,
        start(
            folder,
            name,
            Map.of(
                "CUDA_VISIBLE_DEVICES",
                gpus.stream().map(String::valueOf).collect(Collectors.joining(","))),
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                String.valueOf(cores),
                "--memory",
                cores + "g",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--work-dir",
                work(name).toString(),
                "--properties-file",
                settings.toString(),
                url)));
  }

  private Path work(String worker) {
    return folder.resolve(worker + "-work");
  }

  SparkProcess worker(String name) {
    return workers.get(name);
  }

  /** Logs of the executors of all workers. */
  List<String> executorLogs() throws IOException {
    List<String> logs = new ArrayList<>();
    for (String worker : workers.keySet()) {
      if (Files.exists(work(worker))) {
        try (Stream<Path> paths = Files.walk(work(worker))) {
          for (Path log : paths.filter(path -> path.endsWith("executor.log")).toList()) {
            logs.add(Files.readString(log));
          }
        }
      }
    }
    return logs;
  }

  @Override
  public void close() throws InterruptedException {
    for (SparkProcess worker : workers.values()) {
      worker.close();
    }
    master.close();
  }
}
