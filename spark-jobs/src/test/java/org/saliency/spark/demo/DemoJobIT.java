package org.saliency.spark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;

class DemoJobIT {

  private static final Map<String, String> TINY =
      Map.of(
          "synthesize.videos", "3",
          "synthesize.frames", "4",
          "synthesize.size", "64x36",
          "train.input-size", "64x40",
          "train.epochs", "1",
          "train.batches-per-epoch", "2",
          "train.batch-size", "2");

  @TempDir Path folder;

  @Test
  void demoProducesTableAndReportAndCanBeRepeated() throws Exception {
    DemoJob demo = new DemoJob(TestSpark.session(), folder, Settings.load(Optional.empty(), TINY));

    DemoJob.Result first = demo.run();
    DemoJob.Result second = demo.run();

    assertThat(first.table()).contains("network", "center prior", "NSS", "CC");
    assertThat(second.table()).isEqualTo(first.table());
    assertThat(Files.readString(second.report())).contains("center prior", "video003");
    assertThat(folder.resolve("training/model.pt")).exists();
    assertThat(folder.resolve("training/curves.svg")).exists();
    assertThat(folder.resolve("scores/maps/video001/0004.png")).exists();
    assertThat(folder.resolve("leaderboard/leaderboard.csv")).exists();
  }
}
