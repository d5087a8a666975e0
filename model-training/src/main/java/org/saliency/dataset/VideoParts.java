package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * What a data set holds of one video.
 *
 * @param name the video's name
 * @param place where it lies, for messages
 * @param frames its frames, when they are there
 * @param maps its ground-truth maps, when there are any
 * @param fixations its fixations, when there are any
 */
record VideoParts(
    String name,
    String place,
    Optional<VideoPart> frames,
    Optional<VideoPart> maps,
    Optional<VideoPart> fixations) {

  /** The video files that have to be looked into to know its frames. */
  Stream<Entry> videoFiles() {
    return parts().flatMap(part -> part.videoFile().stream());
  }

  boolean hasTruth() {
    return maps.isPresent() || fixations.isPresent();
  }

  VideoParts withoutTruth() {
    return new VideoParts(name, place, frames, Optional.empty(), Optional.empty());
  }

  /** Whether its maps or fixations tell how many frames there are. */
  boolean countsWithoutFootage() {
    return maps.isPresent() || fixations.filter(VideoPart.Pictures.class::isInstance).isPresent();
  }

  /** The same, but for a video file as frames. */
  VideoParts withoutFootage() {
    return new VideoParts(
        name, place, frames.filter(part -> part.videoFile().isEmpty()), maps, fixations);
  }

  /**
   * Checks that there are frames.
   *
   * @param shape what was looked for, in words
   * @throws UserException when there are none
   */
  void requireFrames(String shape) {
    if (frames.isEmpty()) {
      throw UserException.input(
          "video '%s' in %s has no frames; looked for %s: add them, or take it out",
          name, place, shape);
    }
  }

  /** The first of its video files that cannot be read. */
  Optional<UserException> fault(Indexed indexed) {
    return videoFiles()
        .flatMap(file -> Optional.ofNullable(indexed.faults().get(file.path())).stream())
        .findFirst();
  }

  /**
   * The video, which has frames.
   *
   * @throws UserException when frames, maps and fixations differ in number or do not match
   */
  Video video(Indexed indexed) {
    requireMatch(indexed);
    List<VideoFrame> list = new ArrayList<>();
    frames
        .orElseThrow()
        .frames(indexed)
        .orElseThrow()
        .forEach(
            (key, image) -> {
              int index = list.size();
              list.add(
                  new VideoFrame(
                      index,
                      image.isFile()
                          ? FrameName.stem(image.path())
                          : VideoFrame.numberName(image.number()),
                      image,
                      maps.map(part -> part.frame(key, index, indexed)),
                      fixations.map(part -> part.frame(key, index, indexed)),
                      key));
            });
    return new Video(name, list, files(indexed));
  }

  /**
   * The truth of each frame; empty without maps and fixations.
   *
   * @throws UserException when frames (as far as they are there), maps and fixations differ in
   *     number or do not match, or nothing tells how many frames a list of fixations is for
   */
  Map<String, FrameTruth> truth(Indexed indexed) {
    if (!hasTruth()) {
      return Map.of();
    }
    requireMatch(indexed);
    Map<String, FrameTruth> truth = new LinkedHashMap<>();
    Map<String, FrameLocation> counted =
        parts()
            .flatMap(part -> part.frames(indexed).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    UserException.input(
                        "video '%s' has fixations in %s, but neither its frames nor its maps are"
                            + " there: add them",
                        name, fixations.orElseThrow().place()));
    for (String key : counted.keySet()) {
      int number = truth.size();
      truth.put(
          key,
          new FrameTruth(
              maps.map(part -> part.frame(key, number, indexed)),
              fixations.map(part -> part.frame(key, number, indexed))));
    }
    return Collections.unmodifiableMap(truth);
  }

  /** What its video files hold, by path. */
  Map<String, VideoIndex> files(Indexed indexed) {
    Map<String, VideoIndex> files = new HashMap<>();
    videoFiles().forEach(file -> files.put(file.path(), indexed.indexes().get(file.path())));
    return files;
  }

  private Stream<VideoPart> parts() {
    return Stream.of(frames, maps, fixations).flatMap(Optional::stream);
  }

  private void requireMatch(Indexed indexed) {
    Map<VideoPart, Map<String, FrameLocation>> counted = new LinkedHashMap<>();
    parts().forEach(part -> part.frames(indexed).ifPresent(list -> counted.put(part, list)));
    counted.forEach(
        (having, list) ->
            counted.forEach(
                (lacking, other) ->
                    list.forEach(
                        (key, location) -> {
                          if (!other.containsKey(key)) {
                            throw mismatch(counted, key, location, lacking);
                          }
                        })));
  }

  private UserException mismatch(
      Map<VideoPart, Map<String, FrameLocation>> counted,
      String key,
      FrameLocation location,
      VideoPart lacking) {
    return UserException.input(
        "video '%s' in %s has %s; frame %s is in %s but not in %s:"
            + " add what is missing, or take its partners out",
        name,
        place,
        counted.entrySet().stream()
            .map(entry -> entry.getValue().size() + " " + entry.getKey().kind())
            .collect(Collectors.joining(", ")),
        key,
        location.path(),
        lacking.place());
  }
}
