package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.video.VideoIndex;

/**
 * Ground truth stored separately from the frames.
 *
 * @param folder for error messages
 * @param layout of the folder
 * @param videos the truth by video name and {@link FrameName#key}, in order
 * @param files indexes of the video files of maps, by path
 */
public record Truth(
    String folder,
    Layout layout,
    Map<String, Map<String, FrameTruth>> videos,
    Map<String, VideoIndex> files) {

  public Truth {
    videos = Collections.unmodifiableMap(videos);
    files = Map.copyOf(files);
  }

  /**
   * The same videos and frames with this truth in place of what they had. Videos without truth here
   * have none, and videos of the truth that the data set lacks are left alone.
   *
   * @throws UserException when a frame of a video with truth has none, or a truth has no frame
   */
  public Dataset attachTo(Dataset dataset) {
    return new Dataset(
        dataset.layout(),
        dataset.videos().stream().map(this::attachTo).toList(),
        dataset.unreadable(),
        dataset.leftOut());
  }

  /**
   * Names of the videos without truth.
   *
   * @throws UserException when there are videos, but none with truth
   */
  public List<String> without(List<Video> all) {
    List<String> names =
        all.stream().map(Video::name).filter(name -> !videos.containsKey(name)).toList();
    if (!names.isEmpty() && names.size() == all.size()) {
      throw UserException.input(
          "video '%s' has no ground truth in %s, nor has any other: check that the videos there have"
              + " the same names",
          names.get(0), folder);
    }
    return names;
  }

  private Video attachTo(Video video) {
    Map<String, FrameTruth> truths = videos.get(video.name());
    if (truths == null) {
      return video.withoutTruth();
    }
    List<VideoFrame> frames = new ArrayList<>(video.frames().size());
    for (VideoFrame frame : video.frames()) {
      FrameTruth truth = truths.get(frame.key());
      if (truth == null) {
        throw mismatch(video, truths, frame.image() + " has no ground truth");
      }
      frames.add(frame.withTruth(Optional.of(truth)));
    }
    if (frames.size() < truths.size()) {
      Set<String> keys = frames.stream().map(VideoFrame::key).collect(Collectors.toSet());
      String lone = truths.keySet().stream().filter(key -> !keys.contains(key)).findFirst().get();
      throw mismatch(video, truths, "frame " + lone + " of the ground truth is missing");
    }
    Map<String, VideoIndex> all = new HashMap<>(video.files());
    all.putAll(files(truths));
    return new Video(video.name(), frames, all);
  }

  /** The indexes of the video files of maps, by path. */
  private Map<String, VideoIndex> files(Map<String, FrameTruth> truths) {
    return truths.values().stream()
        .flatMap(truth -> truth.map().stream())
        .map(FrameLocation::path)
        .distinct()
        .filter(files::containsKey)
        .collect(Collectors.toMap(path -> path, files::get));
  }

  private UserException mismatch(Video video, Map<String, FrameTruth> truths, String first) {
    Optional<UserException> truncation =
        Stream.of(video.files(), files(truths))
            .flatMap(all -> all.entrySet().stream())
            .flatMap(file -> file.getValue().truncation(file.getKey()).stream())
            .findFirst();
    if (truncation.isPresent()) {
      return truncation.get();
    }
    return UserException.input(
        "video '%s' has %d frames, but its ground truth in %s has %d (%s):"
            + " give the frames and the truth of the same video",
        video.name(), video.frames().size(), folder, truths.size(), first);
  }
}
