package org.saliency.spark.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.spark.input.Inputs;
import org.saliency.spark.input.Photographs;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.input.VideoIndexCache;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.video.VideoIndex;

/**
 * Videos that a run predicted maps for, located by its manifest, as far as they still exist.
 *
 * @param videos with their truth; empty if neither frames nor maps can be listed
 * @param hasFrames whether the images are the source frames; otherwise they are the maps
 * @param notes what was not found, with the reason
 */
record Footage(List<Video> videos, boolean hasFrames, List<String> notes) {

  /**
   * Finds the videos of a run.
   *
   * @param spark indexes video files
   * @param predicted the run's maps by video; called only if the frames are gone
   */
  static Footage find(Manifest run, SparkSession spark, Supplier<Dataset> predicted) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    VideoIndexer indexer = new VideoIndexCache().over(new SparkVideoIndexer(spark));
    List<String> notes = new ArrayList<>();
    Optional<List<Dataset>> frames =
        attempt(() -> frames(run, files, indexer), "The source frames cannot be shown: ", notes);
    List<Dataset> videos =
        frames
            .or(() -> attempt(() -> List.of(predicted.get()), "No frame can be shown: ", notes))
            .orElse(List.of());
    if (run.groundTruth() != null && !videos.isEmpty()) {
      Optional<List<Dataset>> withTruth =
          attempt(
              () -> withTruth(videos, run, files, indexer),
              "The ground truth cannot be shown: ",
              notes);
      return new Footage(flat(withTruth.orElse(videos)), frames.isPresent(), notes);
    }
    return new Footage(flat(videos), frames.isPresent(), notes);
  }

  /** Indexes of the video files that hold frames and maps, by path. */
  Map<String, VideoIndex> files() {
    Map<String, VideoIndex> all = new HashMap<>();
    videos.forEach(video -> all.putAll(video.files()));
    return all;
  }

  private static List<Video> flat(List<Dataset> datasets) {
    return datasets.stream().flatMap(dataset -> dataset.videos().stream()).toList();
  }

  private static Optional<List<Dataset>> attempt(
      Supplier<List<Dataset>> step, String prefix, List<String> notes) {
    try {
      return Optional.of(step.get());
    } catch (UserException e) {
      notes.add(prefix + e.getMessage());
      return Optional.empty();
    }
  }

  /** For evaluated maps, the frames they were predicted from. */
  private static List<Dataset> frames(Manifest run, HadoopFiles files, VideoIndexer indexer) {
    if (!run.command().equals("evaluate")) {
      return new Inputs(files, indexer).read(run.inputs());
    }
    if (run.inputs().isEmpty()) { // a floor or ceiling
      return new Inputs(files, indexer).read(List.of(run.groundTruth()));
    }
    String predictions = run.inputs().get(0);
    try {
      Optional<Manifest> scored =
          Manifest.read(files, predictions).filter(other -> !other.command().equals("evaluate"));
      return scored.isPresent()
          ? frames(scored.get(), files, indexer)
          : new Inputs(files, indexer).read(List.of(run.groundTruth()));
    } catch (IOException e) {
      throw UserException.input(e, "Predictions %s cannot be read: %s", predictions, e);
    }
  }

  private static List<Dataset> withTruth(
      List<Dataset> videos, Manifest run, HadoopFiles files, VideoIndexer indexer) {
    Truth truth = Datasets.readTruth(files, run.groundTruth(), Optional.empty(), indexer);
    return videos.stream()
        .map(dataset -> truth.attachTo(Photographs.named(dataset, Photographs.keys(truth))))
        .toList();
  }
}
