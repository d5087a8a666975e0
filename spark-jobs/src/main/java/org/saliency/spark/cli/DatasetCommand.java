package org.saliency.spark.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.progress.Progress;
import org.saliency.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dataset",
    description = "Makes data sets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DatasetCommand.Synthesize.class)
final class DatasetCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed: synthesize");
  }

  @Command(
      name = "synthesize",
      description = "Makes videos of moving things and simulates who looks where.")
  static final class Synthesize implements Callable<Integer> {

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "New folder.")
    private Path output;

    @Option(names = "--videos", paramLabel = "N", description = "Number of videos (12).")
    private String videos;

    @Option(names = "--frames", paramLabel = "N", description = "Frames of each (60).")
    private String frames;

    @Option(names = "--size", paramLabel = "WxH", description = "Size of the frames (192x108).")
    private String size;

    @Option(names = "--seed", paramLabel = "N", description = "Seed (1).")
    private String seed;

    @Mixin private SettingsOptions common;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Settings settings =
          common
              .with("synthesize.videos", videos)
              .with("synthesize.frames", frames)
              .with("synthesize.size", size)
              .with("synthesize.seed", seed)
              .load()
              .section("synthesize");
      SyntheticSettings synthetic = SyntheticSettings.from(settings);
      int total = synthetic.videos() * synthetic.frames();
      try (Progress progress = Progress.start("synthesize", "frames", total)) {
        SyntheticDataset.write(output, synthetic, () -> progress.advance(1));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%d videos of %d frames of %s are in %s%n",
          synthetic.videos(), synthetic.frames(), synthetic.size(), output);
      out.flush();
      return 0;
    }
  }
}
