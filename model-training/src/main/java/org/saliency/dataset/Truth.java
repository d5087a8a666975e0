package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.video.VideoIndex;

/**
 * Ground truth that lies apart from the frames.
 *
 * @param folder where it was read from, for messages
 * @param layout how the folder is laid out
 * @param videos the truth of each video, by video name and then by {@link FrameName#key}; ordered
 *     as videos and frames are
 * @param files what the video files hold that maps are in, by path
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
   * The same videos and frames with this truth in place of what they had. Videos of the truth that
   * the data set lacks are left alone.
   *
   * @throws UserException when a video has no truth here, or a frame has none, or a truth has no
   *     frame
   */
  public Dataset attachTo(Dataset dataset) {
    return new Dataset(
        dataset.layout(),
        dataset.videos().stream().map(this::attachTo).toList(),
        dataset.unreadable(),
        dataset.leftOut());
  }

  private Video attachTo(Video video) {
    Map<String, FrameTruth> truths = videos.get(video.name());
    if (truths == null) {
      throw UserException.input(
          "video '%s' has no ground truth in %s: add it there, or leave the video out",
          video.name(), folder);
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
      throw mismatch(video, truths, "frame " + lone + " of the ground truth is not there");
    }
    Map<String, VideoIndex> all = new HashMap<>(video.files());
    truths.values().stream()
        .flatMap(truth -> truth.map().stream())
        .map(FrameLocation::path)
        .distinct()
        .filter(files::containsKey)
        .forEach(path -> all.put(path, files.get(path)));
    return new Video(video.name(), frames, all);
  }

  private UserException mismatch(Video video, Map<String, FrameTruth> truths, String first) {
    return UserException.input(
        "video '%s' has %d frames, its ground truth in %s has %d; %s:"
            + " give the frames and the truth of the same video",
        video.name(), video.frames().size(), folder, truths.size(), first);
  }
}
