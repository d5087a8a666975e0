package org.saliency.spark.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "synthesize",
    description = "Make videos of moving objects with the gaze of simulated observers.")
final class DatasetSynthesizeCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "New folder for the data set.")
  private Path output;

  @Option(
      names = "--videos",
      paramLabel = "N",
      description = "Number of videos (default: ${bundle:default.synthesize.videos}).")
  void setVideos(String value) {
    common.set("synthesize.videos", value);
  }

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Frames of each video (default: ${bundle:default.synthesize.frames}).")
  void setFrames(String value) {
    common.set("synthesize.frames", value);
  }

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Frame size in pixels (default: ${bundle:default.synthesize.size}).")
  void setSize(String value) {
    common.set("synthesize.size", value);
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed (default: ${bundle:default.synthesize.seed}).")
  void setSeed(String value) {
    common.set("synthesize.seed", value);
  }

  @Override
  public Integer call() {
    SyntheticSettings synthetic = SyntheticSettings.from(common.load().section("synthesize"));
    long total = (long) synthetic.videos() * synthetic.frames();
    Path folder = LocalPath.ofOutput(output);
    try (Progress progress = Progress.start("synthesize", "frames", total)) {
      SyntheticDataset.write(folder, synthetic, () -> progress.advance(1));
    }
    return common.print(
        Map.of(
            "output", folder.toString(),
            "videos", synthetic.videos(),
            "frames", total,
            "size", synthetic.size().toString()),
        String.format(
            Locale.ROOT,
            "wrote %d videos of %d frames of %s to %s%n",
            synthetic.videos(),
            synthetic.frames(),
            synthetic.size(),
            folder));
  }
}
