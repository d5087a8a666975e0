package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.frame.FrameName;
import org.saliency.video.VideoIndex;

/**
 * Ground truth stored separately from the frames.
 *
 * @param folder for error messages
 * @param layout of the folder
 * @param videos the truth by video name and {@link FrameName#key}, in order
 * @param files indexes of the video files of maps, by path
 * @param unreadable why the truth of a video cannot be read, by its name
 */
public record Truth(
    String folder,
    Layout layout,
    Map<String, Map<String, FrameTruth>> videos,
    Map<String, VideoIndex> files,
    Map<String, UserException> unreadable) {

  public Truth {
    unreadable = Collections.unmodifiableMap(unreadable);
    videos = Collections.unmodifiableMap(videos);
    files = Map.copyOf(files);
  }

  /**
   * The same truth.
   *
   * @throws UserException when that of a video cannot be read
   */
  public Truth requireReadable() {
    for (UserException error : unreadable.values()) {
      throw error;
    }
    return this;
  }

  /**
   * The same videos and frames with this truth in place of what they had. Videos without truth here
   * have none, those whose truth cannot be read are unreadable, and videos of the truth that the
   * data set lacks are left alone.
   *
   * @throws UserException when a frame of a video with truth has none, or a truth has no frame
   */
  public Dataset attachTo(Dataset dataset) {
    List<Video> readable = new ArrayList<>();
    List<Unreadable> bad = new ArrayList<>(dataset.unreadable());
    for (Video video : dataset.videos()) {
      UserException error = unreadable.get(video.name());
      if (error == null) {
        readable.add(attachTo(video));
      } else {
        bad.add(new Unreadable(video.name(), error));
      }
    }
    return new Dataset(dataset.layout(), readable, bad, dataset.leftOut());
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
    if (!videos.containsKey(video.name())) {
      return video.withoutTruth();
    }
    Map<String, FrameTruth> truths = numberedAs(video, videos.get(video.name()));
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

  /** The truth numbered as the frames of its video, if it counts from another number. */
  private static Map<String, FrameTruth> numberedAs(Video video, Map<String, FrameTruth> truths) {
    List<VideoFrame> frames = video.frames();
    boolean hasAllKeys =
        truths.containsKey(frames.get(0).key())
            && truths.containsKey(frames.get(frames.size() - 1).key());
    if (hasAllKeys || frames.size() != truths.size()) {
      return truths;
    }
    List<String> keys = frames.stream().map(VideoFrame::key).toList();
    List<String> own = List.copyOf(truths.keySet());
    if (!VideoParts.areMatchedInOrder(video.name(), "frames of the ground truth", own, keys)) {
      return truths;
    }
    Map<String, FrameTruth> renamed = new LinkedHashMap<>();
    Iterator<String> next = keys.iterator();
    truths.values().forEach(truth -> renamed.put(next.next(), truth));
    return renamed;
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
