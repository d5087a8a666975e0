package org.saliency.spark.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * Videos of a scoring run.
 *
 * @param videos readable videos, with their ground truth if there is any
 * @param bad unreadable video files, and the missing ends of truncated ones
 */
record ScoreInputs(List<Video> videos, List<BadFrame> bad) {

  /**
   * Finds the videos.
   *
   * @throws UserException if there are none, or if they do not match the ground truth
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

  /** Paths that are read: inputs and ground truth. */
  List<String> paths(ScoreArguments arguments) {
    return Stream.concat(arguments.inputs().stream(), arguments.groundTruth().stream()).toList();
  }

  /** Names of all videos, unreadable ones included. */
  Set<String> names() {
    return Stream.concat(videos.stream().map(Video::name), bad.stream().map(BadFrame::video))
        .collect(Collectors.toSet());
  }

  /** Returns the missing end of a truncated video file. */
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
                        "Video file %s is truncated after %d of %d frames: copy it again",
                        video.frames().get(0).image().path(),
                        index.frames(),
                        index.frames() + index.missingFrames())));
  }
}
