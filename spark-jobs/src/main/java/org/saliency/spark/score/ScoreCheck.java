package org.saliency.spark.score;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.PublishedSegments;
import org.saliency.spark.output.PublishedSegments.Counts;

/**
 * Counts the results of a run against its plan before the manifest calls them complete.
 *
 * @param folder output folder
 * @param formats output formats
 */
record ScoreCheck(OutputFolder folder, Set<Format> formats) {

  static ScoreCheck of(OutputFolder folder, ScoreSettings settings) {
    return new ScoreCheck(folder, settings.formats());
  }

  /**
   * Requires every frame once, with a map or as a bad frame, in each of the outputs.
   *
   * @param metrics means of the videos with ground truth
   * @throws UserException naming the first difference
   */
  void require(ScorePlan plan, PublishedSegments published, List<VideoMetrics> metrics) {
    Map<String, Long> averaged =
        metrics.stream().collect(Collectors.toMap(VideoMetrics::video, VideoMetrics::frames));
    Map<String, Counts> counts = published.counts(plan.videoNames());
    plan.videos().forEach(planned -> require(planned.video(), counts, averaged));
  }

  private void require(Video video, Map<String, Counts> all, Map<String, Long> averaged) {
    String name = video.name();
    Counts counts = all.get(name);
    Set<Integer> bad = new HashSet<>(counts.bad().stream().map(BadFrame::frame).toList());
    long mapped = video.frames().size() - bad.size();
    require("published frames", name, counts.frames(), video.frames().size());
    Format.ofMapFiles()
        .filter(formats::contains)
        .forEach(
            format ->
                require("files in " + format.folder(), name, counts.maps().get(format), mapped));
    if (formats.contains(Format.PARQUET)) {
      require("rows in predictions", name, counts.predictions(), mapped);
    }
    long measured =
        video.frames().stream().filter(f -> hasTruth(f) && !bad.contains(f.index())).count();
    require("rows in frame_metrics", name, counts.frameMetrics(), measured);
    require("averaged frames", name, averaged.getOrDefault(name, 0L), measured);
  }

  private static boolean hasTruth(VideoFrame frame) {
    return frame.map().isPresent() || frame.fixations().isPresent();
  }

  private void require(String what, String video, long found, long planned) {
    if (found != planned) {
      throw UserException.output(
          "output %s has %d %s of video '%s', not %d: make sure that nothing else changes that"
              + " folder, then rerun the same command",
          folder, found, what, video, planned);
    }
  }
}
