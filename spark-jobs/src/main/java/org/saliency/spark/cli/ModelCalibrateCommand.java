package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.calibration.CalibrationJob;
import org.saliency.settings.Settings;
import org.saliency.spark.serving.ModelFile;
import org.saliency.spark.storage.WrittenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "calibrate",
    description =
        "Adapt the maps of a model to a data set by seven numbers: contrast, blur, center bias and"
            + " floor; prints metrics before and after on videos that were left out.")
final class ModelCalibrateCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private LayoutOption layout;

  @Mixin private DeviceOption device;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M.pt",
      description = "The model file to calibrate, on any file system.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "VAL",
      description =
          "At least two videos with ground truth; neither test videos nor those of the training.")
  private String data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "C.pt",
      description = "The calibrated model file to write.")
  private Path output;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description =
          "Frames to fit to, spread evenly over the videos; 0 for all (default:"
              + " ${bundle:default.calibrate.frames}).")
  void setFrames(String value) {
    common.set("calibrate.frames", value);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    common.set("calibrate.device", device.device);
    Settings settings = common.load().section("calibrate");
    ModelOutput target = ModelOutput.of(WrittenFile.MODEL, output, List.of(model));
    String videos = LocalPath.ofData(data);
    try (ModelFile local = ModelFile.open(model, DriverFiles.files())) {
      target.requireNoLoss(local.path());
      CalibrationJob.Result result =
          new CalibrationJob(local.path(), model, videos, layout.layout(), settings).run();
      result.model().write(target.file());
      Map<String, Object> figures = figures(result);
      target.addTo(figures);
      return common.print(figures, result.table() + target.line());
    }
  }

  private static Map<String, Object> figures(CalibrationJob.Result result) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("videos", result.videos());
    figures.put("frames", result.frames());
    figures.put("black_frames", result.black().black());
    figures.put("before", result.before());
    figures.put("after", result.after());
    figures.put("folds", result.folds());
    figures.put("adaptation", result.model().description().calibration().adaptation());
    figures.put("hash", result.model().description().hash());
    return figures;
  }
}
