package org.saliency.spark.evaluate;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.map.Fixations;
import org.saliency.metric.Profile;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.input.Photographs;
import org.saliency.spark.input.Predictions;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.storage.StampedFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of ground truth, listed on the driver.
 *
 * @param layout of the folder; empty to detect it
 */
record GroundTruthFolder(
    SparkSession spark, StampedFiles files, String path, Optional<Layout> layout) {

  private static final Logger LOG = LoggerFactory.getLogger(GroundTruthFolder.class);

  /** Frames whose fixations are read to find out whether they tell viewers apart. */
  private static final int TRIED_FRAMES = 50;

  private Truth truth() {
    return Datasets.readTruth(files, path, layout, new SparkVideoIndexer(spark)).requireReadable();
  }

  /** All videos; their ground truth stands for the image. */
  List<Video> all() {
    return Pairing.allOf(truth());
  }

  /**
   * Pairs predictions with their ground truth; the policy must allow their differences.
   *
   * @param predictions empty for a floor or ceiling
   * @param folder of the predictions
   */
  Pairing pair(Optional<Predictions> predictions, String folder, MissingPolicy missing) {
    Truth truth = truth();
    if (predictions.isEmpty()) {
      return Pairing.ofFloor(truth);
    }
    Dataset predicted = Photographs.named(predictions.get().list(), Photographs.keys(truth));
    Pairing pairing = Pairing.of(predicted, truth);
    if (pairing.present().isEmpty() && predictions.get().areOfPhotographs()) {
      throw UserException.input(
          "No image in %s is named as a photograph of ground truth %s (%s there, %s here): name each"
              + " map as its photograph, or put the maps of a video into a folder of its name",
          folder,
          path,
          truth.videos().keySet().iterator().next(),
          predicted.videos().get(0).name());
    }
    PairingReport report = new PairingReport(pairing, folder, path);
    report.require(missing);
    String differences = report.text();
    if (!differences.isEmpty()) {
      LOG.warn("{} (missing = {})", differences, missing.option());
    }
    return pairing;
  }

  /**
   * Checks that the ground truth has what is to be measured.
   *
   * @throws UserException when a video has no fixations that are needed, or they do not tell
   *     viewers apart
   */
  void require(List<Video> videos, Bound bound, TruthWidths widths) {
    widths.require(videos, path);
    if (bound.isCeiling()) {
      requireViewers(videos.get(0));
    }
  }

  /** Looks at the first frame of a video that has fixations; tasks look at all others. */
  private void requireViewers(Video video) {
    try (FrameFiles open = FrameFiles.of(files, video.files())) {
      GroundTruth truth = new GroundTruth(open, Profile.NATIVE);
      for (VideoFrame frame : video.frames().stream().limit(TRIED_FRAMES).toList()) {
        PlannedFrame planned = PlannedFrame.of(video.name(), frame);
        Fixations fixations =
            truth.readFixations(planned.truth(), Optional.empty()).fixations().orElseThrow();
        if (fixations.count() > 0) {
          Bound.requireViewers(fixations, frame.fixations().orElseThrow().toString());
          return;
        }
      }
    }
  }
}
