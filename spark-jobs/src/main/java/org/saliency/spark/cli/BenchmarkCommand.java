package org.saliency.spark.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.saliency.settings.Settings;
import org.saliency.spark.benchmark.BenchmarkArguments;
import org.saliency.spark.benchmark.BenchmarkJob;
import org.saliency.spark.serving.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "benchmark",
    description = "Measure the speed of this machine: each stage of scoring, the whole, training.")
final class BenchmarkCommand implements Callable<Integer> {

  private static final String INT8 = "int8";

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private DeviceOption device;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--model",
      paramLabel = "M.pt",
      description =
          "A model file, on any file system (default: a new ${bundle:default.benchmark.network}).")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "A folder of frames, of frame folders or of video files, or a video file (default:"
              + " generated JPEG frames of ${bundle:default.benchmark.frame-size}).")
  private String input;

  @Option(
      names = "--stages",
      paramLabel = "S,…",
      description = "Stages to measure (default: ${bundle:default.benchmark.stages}).")
  void setStages(String value) {
    common.set("benchmark.stages", value);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (String section : List.of("score", "train")) {
      common.set(section + ".device", device.device);
      if (section.equals("score") || !INT8.equals(precision.precision)) { // int8 does not train
        common.set(section + ".precision", precision.precision);
      }
    }
    Settings settings = common.load();
    List<Session> started = new ArrayList<>();
    try (ModelFile file = model == null ? null : ModelFile.open(model, DriverFiles.files())) {
      BenchmarkArguments arguments =
          new BenchmarkArguments(
              Optional.ofNullable(file).map(ModelFile::path),
              Optional.ofNullable(input).map(LocalPath::ofData),
              settings);
      BenchmarkJob.Result result = new BenchmarkJob(arguments, () -> start(started)).run();
      return common.print(result.json(), result.text());
    } finally {
      started.forEach(Session::close);
    }
  }

  private static SparkSession start(List<Session> started) {
    Session session = Session.start("benchmark");
    started.add(session);
    return session.spark();
  }
}
