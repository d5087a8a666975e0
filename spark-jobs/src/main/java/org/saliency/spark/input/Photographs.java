package org.saliency.spark.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;

/**
 * Predictions of photographs, each of which is a video of one frame. Methods write their maps into
 * one folder, or into folders by split or category, where the name of the file says which
 * photograph it belongs to.
 */
public final class Photographs {

  private Photographs() {}

  /** The keys of the only frames of photographs, by name. */
  public static Map<String, String> keys(Truth truth) {
    Map<String, String> keys = new HashMap<>();
    truth
        .videos()
        .forEach(
            (name, frames) -> {
              if (frames.size() == 1) {
                keys.put(name, frames.keySet().iterator().next());
              }
            });
    return keys;
  }

  /**
   * The predictions with a video for each photograph. A folder whose images all belong to
   * photographs, {@code <photograph>.png} or, of photographs named by folder, {@code
   * <folder>_<image>}, is taken apart; the only image of a photograph is the map of its only frame,
   * whatever its number. Other videos stay.
   *
   * @param keys of the only frames of photographs, by name
   * @throws UserException when two images belong to one photograph
   */
  public static Dataset named(Dataset predicted, Map<String, String> keys) {
    List<Video> videos = new ArrayList<>();
    for (Video video : predicted.videos()) {
      if (keys.containsKey(video.name())) {
        videos.add(
            video.frames().size() == 1
                ? photograph(video.name(), video.frames().get(0), video, keys)
                : video);
      } else {
        videos.addAll(
            apart(video, keys, frame -> frame)
                .or(() -> apart(video, keys, frame -> video.name() + "_" + frame))
                .orElse(List.of(video)));
      }
    }
    requireDistinct(videos);
    return new Dataset(predicted.layout(), videos, predicted.unreadable(), predicted.leftOut());
  }

  /** The photographs of a folder; empty if an image belongs to none. */
  private static Optional<List<Video>> apart(
      Video folder, Map<String, String> keys, UnaryOperator<String> name) {
    List<Video> photographs = new ArrayList<>();
    for (VideoFrame frame : folder.frames()) {
      if (!frame.image().isFile() || !keys.containsKey(name.apply(frame.name()))) {
        return Optional.empty();
      }
      photographs.add(photograph(name.apply(frame.name()), frame, folder, keys));
    }
    return Optional.of(photographs);
  }

  private static Video photograph(
      String name, VideoFrame frame, Video video, Map<String, String> keys) {
    return new Video(
        name,
        List.of(
            new VideoFrame(
                0, frame.name(), frame.image(), frame.map(), frame.fixations(), keys.get(name))),
        video.files());
  }

  private static void requireDistinct(List<Video> videos) {
    Set<String> names = new HashSet<>();
    for (Video video : videos) {
      if (!names.add(video.name())) {
        throw UserException.input(
            "Several predictions belong to '%s', one of them %s: keep one",
            video.name(), video.frames().get(0).image());
      }
    }
  }
}
