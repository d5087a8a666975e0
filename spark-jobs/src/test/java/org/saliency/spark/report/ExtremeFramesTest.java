package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.metric.Metric;
import org.saliency.spark.report.ExtremeFrames.Extreme;
import org.saliency.spark.results.FrameScores;
import org.saliency.spark.results.MeasuredFolder;
import org.saliency.spark.results.Scores;
import org.saliency.spark.storage.HadoopFiles;

class ExtremeFramesTest {

  private static final List<String> VIDEOS = List.of("a", "b", "c");

  @TempDir private Path folder;

  private FrameScores scores(String name, double[]... videos) {
    MeasuredFolder measured = new MeasuredFolder(folder.resolve(name));
    for (int video = 0; video < videos.length; video++) {
      for (int frame = 0; frame < videos[video].length; frame++) {
        if (!Double.isNaN(videos[video][frame])) {
          measured.frame(VIDEOS.get(video), frame, videos[video][frame], Optional.empty());
        }
      }
    }
    HadoopFiles files = new HadoopFiles(new Configuration());
    return FrameScores.read(files, Scores.read(files, measured.write()));
  }

  @Test
  void listsHoldOneFrameOfEachVideoInOrder() {
    FrameScores scores =
        scores("one", new double[] {0.5, 0.1, 0.7}, new double[] {0.6, 0.9}, new double[] {0.3});
    ExtremeFrames extremes = new ExtremeFrames(VIDEOS, Metric.CC, 2);
    assertThat(extremes.lowest(scores)).containsExactly(new Extreme("a", 1), new Extreme("c", 0));
    assertThat(extremes.highest(scores)).containsExactly(new Extreme("b", 1), new Extreme("a", 2));
  }

  @Test
  void methodsDisagreeMostWhereTheirRangeIsLargest() {
    FrameScores one = scores("one", new double[] {0.5, 0.5}, new double[] {0.2, 0.9});
    FrameScores other = scores("other", new double[] {0.5, 0.6}, new double[] {0.8, 0.9});
    FrameScores third = scores("third", new double[] {0.5, 0.9}, new double[] {0.5, Double.NaN});
    ExtremeFrames extremes = new ExtremeFrames(VIDEOS, Metric.CC, 8);
    assertThat(extremes.disagreement(List.of(one, other, third)))
        .containsExactly(new Extreme("b", 0), new Extreme("a", 1));
    assertThat(extremes.disagreement(List.of(one))).isEmpty();
  }

  @Test
  void framesWithoutAValueAreLeftOut() {
    FrameScores scores = scores("one", new double[] {Double.NaN, 0.4});
    assertThat(scores.length("a")).isEqualTo(2);
    assertThat(scores.length("b")).isZero();
    assertThat(scores.value("a", Metric.CC, 0)).isNaN();
    assertThat(scores.value("a", Metric.KLD, 1)).isNaN();
    assertThat(scores.value("a", Metric.CC, 1)).isEqualTo(0.4f);
    ExtremeFrames extremes = new ExtremeFrames(VIDEOS, Metric.CC, 8);
    assertThat(extremes.lowest(scores)).containsExactly(new Extreme("a", 1));
    assertThat(new ExtremeFrames(VIDEOS, Metric.KLD, 8).lowest(scores)).isEmpty();
  }
}
