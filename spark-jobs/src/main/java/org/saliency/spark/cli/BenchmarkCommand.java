package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import org.saliency.spark.benchmark.BenchmarkArguments;
import org.saliency.spark.benchmark.BenchmarkJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "benchmark",
    description = "Measures how fast this machine scores, stage by stage and whole, and trains.")
final class BenchmarkCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "M.pt",
      description = "The model; without it a new deeplab-resnet50.")
  private Path model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "A folder of frames, of such folders or of video files, or a video file; without it"
              + " 1920x1080 JPEG frames are made.")
  private String input;

  @Option(
      names = "--stages",
      paramLabel = "S,…",
      description =
          "start, decode, model, encode, metrics, whole (files to files), predictor (table to table),"
              + " train (all).")
  private String stages;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or gpu (auto).")
  private String device;

  @Option(names = "--precision", paramLabel = "P", description = "auto, fp32, bf16 or fp16 (auto).")
  private String precision;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings =
        common
            .with("benchmark.stages", stages)
            .with("score.device", device)
            .with("train.device", device)
            .with("score.precision", precision)
            .with("train.precision", precision)
            .load();
    BenchmarkArguments arguments =
        new BenchmarkArguments(Optional.ofNullable(model), Optional.ofNullable(input), settings);
    List<Session> started = new ArrayList<>();
    try {
      BenchmarkJob.Result result = new BenchmarkJob(arguments, () -> start(started)).run();
      PrintWriter out = spec.commandLine().getOut();
      out.print(common.json ? Json.write(result.json()) : result.text());
      out.flush();
      return 0;
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
