package org.saliency.spark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.calibration.CalibrationJob;
import org.saliency.dataset.Layout;
import org.saliency.json.Json;
import org.saliency.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    description =
        "Fits a model's maps to where people looked in validation videos: a brightness curve and"
            + " the weight of a center prior, both applied when frames are scored.")
final class ModelCalibrateCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, paramLabel = "M.pt", description = "The model.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "VAL",
      description = "Validation videos and maps; none that the model is to be tested on.")
  private String data;

  @Option(
      names = "--layout",
      defaultValue = "auto",
      paramLabel = "L",
      description = "auto, msu-savam, ucf-sports, hollywood2, dhf1k.")
  private String layout;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "C.pt",
      description = "File of the calibrated model.")
  private Path output;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Frames to fit on, spread evenly over the videos; 0 for all (200).")
  private String frames;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or gpu (auto).")
  private String device;

  @Mixin private SettingsOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings =
        common
            .with("calibrate.frames", frames)
            .with("calibrate.device", device)
            .load()
            .section("calibrate");
    CalibrationJob.Result result =
        new CalibrationJob(model, data, Layout.parse(layout), settings).run();
    result.model().write(output);
    PrintWriter out = spec.commandLine().getOut();
    out.print(common.json ? Json.write(figures(result)) : result.table() + output + "\n");
    out.flush();
    return 0;
  }

  private static Map<String, Object> figures(CalibrationJob.Result result) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("videos", result.videos());
    figures.put("frames", result.frames());
    figures.put("before", result.before());
    figures.put("after", result.after());
    figures.put("prior_weight", result.model().description().calibration().priorWeight());
    figures.put("brightness", result.model().description().calibration().brightness());
    figures.put("hash", result.model().description().hash());
    return figures;
  }
}
