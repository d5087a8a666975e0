package org.saliency.spark.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.frame.Size;
import org.saliency.spark.input.Inputs;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.PathNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Videos of a scoring run.
 *
 * @param videos readable videos, with their ground truth if there is any
 * @param frameSizes frame size by video
 * @param bad unreadable videos, and the missing ends of truncated ones
 * @param withoutTruth number of videos that are not in the ground truth
 * @param leftOut number of video files of kinds that are not read
 */
record ScoreInputs(
    List<Video> videos,
    Map<String, Size> frameSizes,
    List<BadFrame> bad,
    int withoutTruth,
    int leftOut) {

  private static final Logger LOG = LoggerFactory.getLogger(ScoreInputs.class);

  /** Names of files are limited to 255 bytes; a segment's range and endings are added. */
  private static final int MAX_NAME_BYTES = 230;

  /**
   * Finds the videos.
   *
   * @throws UserException if there are none, a name is too long for the output, or none is in the
   *     ground truth, or frames of one do not match it
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
      paired.unreadable().forEach(v -> bad.add(BadFrame.wholeVideo(v.name(), v.error())));
      dataset.videos().forEach(video -> missingFrames(video).ifPresent(bad::add));
    }
    videos.forEach(ScoreInputs::requireShortNames);
    List<String> withoutTruth = truth.map(t -> t.without(videos)).orElse(List.of());
    if (!withoutTruth.isEmpty()) {
      LOG.warn("videos without ground truth are scored but not measured: {}", withoutTruth);
    }
    Map<String, Size> sizes = sizes(videos, files, bad);
    videos.removeIf(video -> !sizes.containsKey(video.name()));
    int leftOut = datasets.stream().mapToInt(dataset -> dataset.leftOut().size()).sum();
    return new ScoreInputs(videos, sizes, bad, withoutTruth.size(), leftOut);
  }

  /** Size of a video's frames, or why none can be read. */
  private record FrameSize(Size size, UserException error) {

    static FrameSize of(Video video, HadoopFiles files) {
      try {
        return new FrameSize(Inputs.frameSize(video, files), null);
      } catch (StorageException e) {
        throw e;
      } catch (UserException e) {
        return new FrameSize(null, e);
      }
    }
  }

  /** Frame sizes by video, read in parallel; videos without an intact frame are bad. */
  private static Map<String, Size> sizes(
      List<Video> videos, HadoopFiles files, List<BadFrame> bad) {
    List<FrameSize> read;
    try {
      read = files.inParallel(videos, video -> FrameSize.of(video, files));
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read the first frames of the videos: %s", e);
    }
    Map<String, Size> sizes = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      String name = videos.get(i).name();
      if (read.get(i).error() == null) {
        sizes.put(name, read.get(i).size());
      } else {
        bad.add(BadFrame.wholeVideo(name, read.get(i).error()));
      }
    }
    return sizes;
  }

  private static void requireShortNames(Video video) {
    requireShort(PathNames.escapeInTables(video.name()), "Video", video.name());
    video
        .frames()
        .forEach(
            frame ->
                requireShort(
                    PathNames.escape(frame.name()),
                    "Frame of video '" + video.name() + "':",
                    frame.name()));
  }

  private static void requireShort(String escaped, String kind, String name) {
    int bytes = escaped.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw UserException.input(
          "%s name '%s' takes %d bytes in the output's paths, more than %d: rename it",
          kind, name, bytes, MAX_NAME_BYTES);
    }
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
        .flatMap(
            index ->
                index
                    .truncation(video.frames().get(0).image().path())
                    .map(error -> BadFrame.of(video.name(), index.frames(), "index", error)));
  }
}
