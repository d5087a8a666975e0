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
 * The stored parts of one video.
 *
 * @param name of the video
 * @param place path for error messages
 */
record VideoParts(
    String name,
    String place,
    Optional<VideoPart> frames,
    Optional<VideoPart> maps,
    Optional<VideoPart> fixations) {

  /** The video files to index. */
  Stream<Entry> videoFiles() {
    return parts().flatMap(part -> part.videoFile().stream());
  }

  boolean hasTruth() {
    return maps.isPresent() || fixations.isPresent();
  }

  VideoParts withoutTruth() {
    return new VideoParts(name, place, frames, Optional.empty(), Optional.empty());
  }

  /** Whether maps or fixations give the number of frames. */
  boolean countsWithoutFootage() {
    return maps.isPresent() || fixations.filter(VideoPart.Pictures.class::isInstance).isPresent();
  }

  /** The same without frames in a video file. */
  VideoParts withoutFootage() {
    return new VideoParts(
        name, place, frames.filter(part -> part.videoFile().isEmpty()), maps, fixations);
  }

  /**
   * Checks that there are frames.
   *
   * @param expected description of the expected files
   * @throws UserException when there are none
   */
  void requireFrames(String expected) {
    if (frames.isEmpty()) {
      throw UserException.input(
          "video '%s' in %s has no frames (expected %s): add them, or remove the video",
          name, place, expected);
    }
  }

  /** The error of the first unreadable video file. */
  Optional<UserException> error(Indexed indexed) {
    return videoFiles()
        .flatMap(file -> Optional.ofNullable(indexed.errors().get(file.path())).stream())
        .findFirst();
  }

  /**
   * The video; requires frames.
   *
   * @throws UserException when frames, maps and fixations do not match
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
   * The truth by frame key; empty without maps and fixations.
   *
   * @throws UserException when frames, maps and fixations do not match, or the number of frames of
   *     a fixation list is unknown
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
                        "video '%s' has fixations in %s, but neither frames nor maps: add them",
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

  /** The indexes of its video files, by path. */
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
        (part, list) ->
            counted.forEach(
                (otherPart, other) ->
                    list.forEach(
                        (key, location) -> {
                          if (!other.containsKey(key)) {
                            throw mismatch(counted, key, location, otherPart);
                          }
                        })));
  }

  private UserException mismatch(
      Map<VideoPart, Map<String, FrameLocation>> counted,
      String key,
      FrameLocation location,
      VideoPart other) {
    return UserException.input(
        "video '%s' in %s has %s; frame %s is in %s but not in %s:"
            + " add the missing file, or remove the others of this frame",
        name,
        place,
        counted.entrySet().stream()
            .map(entry -> entry.getValue().size() + " " + entry.getKey().kind())
            .collect(Collectors.joining(", ")),
        key,
        location.path(),
        other.place());
  }
}
