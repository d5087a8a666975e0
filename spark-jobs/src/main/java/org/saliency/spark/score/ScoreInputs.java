package org.saliency.spark.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.spark.input.Inputs;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.storage.HadoopFiles;

/**
 * What a run is to score.
 *
 * @param videos with their truth, if there is ground truth
 * @param bad the video files that cannot be read, and what others lack
 */
record ScoreInputs(List<Video> videos, List<BadFrame> bad) {

  /**
   * Finds the videos.
   *
   * @throws UserException when there are none, or they and the ground truth do not match
   */
  static ScoreInputs read(ScoreArguments arguments, HadoopFiles files, VideoIndexer indexer) {
    List<Dataset> datasets = new Inputs(files, indexer).read(arguments.inputs());
    Optional<Truth> truth =
        arguments
            .groundTruth()
            .map(path -> Datasets.readTruth(files, path, arguments.groundTruthLayout(), indexer));
    List<Video> videos = new ArrayList<>();
    List<BadFrame> bad = new ArrayList<>();
    for (Dataset dataset : datasets) {
      Dataset paired = truth.map(t -> t.attachTo(dataset)).orElse(dataset.withoutTruth());
      videos.addAll(paired.videos());
      dataset.unreadable().forEach(v -> bad.add(BadFrame.wholeVideo(v.name(), v.error())));
      dataset.videos().forEach(video -> missingFrames(video).ifPresent(bad::add));
    }
    return new ScoreInputs(videos, bad);
  }

  /** What a video file that is cut off says of its end. */
  private static Optional<BadFrame> missingFrames(Video video) {
    return video
        .footage()
        .filter(index -> index.missingFrames() > 0)
        .map(
            index ->
                BadFrame.of(
                    video.name(),
                    index.frames(),
                    "index",
                    UserException.input(
                        "video file %s is cut off after %d of %d frames: copy it again",
                        video.frames().get(0).image().path(),
                        index.frames(),
                        index.frames() + index.missingFrames())));
  }
}
