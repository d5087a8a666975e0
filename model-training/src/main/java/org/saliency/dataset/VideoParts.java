package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(VideoParts.class);

  /** Keys that are whole numbers. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

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
   * @param unread names of the data set's files of kinds that are not read
   * @throws UserException when there are none
   */
  void requireFrames(String expected, List<String> unread) {
    if (frames.isEmpty()) {
      throw UserException.input(
          "video '%s' in %s has no frames (expected %s%s): add them, or remove the video",
          name,
          place,
          expected,
          unread.isEmpty() ? "" : "; files of other kinds are not read: " + Folder.summary(unread));
    }
  }

  /** The error of the first unreadable video file. */
  Optional<UserException> error(Indexed indexed) {
    return videoFiles()
        .flatMap(file -> Optional.ofNullable(indexed.errors().get(file.path())).stream())
        .findFirst();
  }

  /** The error of the first truncated video file. */
  private Optional<UserException> truncation(Indexed indexed) {
    return videoFiles()
        .flatMap(file -> indexed.indexes().get(file.path()).truncation(file.path()).stream())
        .findFirst();
  }

  /**
   * The video; requires frames.
   *
   * @throws UserException when frames, maps and fixations do not match
   */
  Video video(Indexed indexed) {
    return numbered(indexed).matchingVideo(indexed);
  }

  private Video matchingVideo(Indexed indexed) {
    requireMatch(indexed);
    List<VideoFrame> list = new ArrayList<>();
    Map<String, FrameLocation> images = frames.orElseThrow().frames(indexed).orElseThrow();
    int count = images.size();
    images.forEach(
        (key, image) -> {
          int index = list.size();
          list.add(
              new VideoFrame(
                  index,
                  image.isFile()
                      ? FrameName.stem(image.path())
                      : VideoFrame.numberName(image.number()),
                  image,
                  maps.map(part -> part.frame(key, index, count, indexed)),
                  fixations.map(part -> part.frame(key, index, count, indexed)),
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
    return hasTruth() ? numbered(indexed).matchingTruth(indexed) : Map.of();
  }

  private Map<String, FrameTruth> matchingTruth(Indexed indexed) {
    requireMatch(indexed);
    maps.or(() -> fixations).ifPresent(part -> requireFiles(part, indexed));
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
              maps.map(part -> part.frame(key, number, counted.size(), indexed)),
              fixations.map(part -> part.frame(key, number, counted.size(), indexed))));
    }
    return PackedTruths.of(truth);
  }

  /** Requires that a part is not empty, if its frames can be counted. */
  private void requireFiles(VideoPart part, Indexed indexed) {
    if (part.frames(indexed).filter(Map::isEmpty).isPresent()) {
      throw UserException.input(
          "video '%s' has no %s in %s%s: add them, or remove the folder",
          name,
          part.kind(),
          part.place(),
          part.unread().isEmpty()
              ? ""
              : "; files of other kinds are not read there: " + Folder.summary(part.unread()));
    }
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

  /** The same with maps and fixations numbered as the frames, if they count from another number. */
  private VideoParts numbered(Indexed indexed) {
    Optional<List<String>> keys = frames.flatMap(part -> keys(part, indexed));
    return keys.isEmpty()
        ? this
        : new VideoParts(
            name,
            place,
            frames,
            maps.map(part -> numbered(part, keys.get(), indexed)),
            fixations.map(part -> numbered(part, keys.get(), indexed)));
  }

  private VideoPart numbered(VideoPart part, List<String> keys, Indexed indexed) {
    List<String> own = keys(part, indexed).orElse(keys);
    return !own.equals(keys) && areMatchedInOrder(name, part.kind(), own, keys)
        ? part.withKeys(keys)
        : part;
  }

  /**
   * Whether a video's truth only counts from another number than its frames; warns of it.
   *
   * @param kind of truth, in the plural
   * @param own keys of the truth
   * @param keys of the frames
   */
  static boolean areMatchedInOrder(String video, String kind, List<String> own, List<String> keys) {
    if (!differByAnOffset(own, keys)) {
      return false;
    }
    LOG.warn(
        "video '{}': {} are numbered {} to {}, frames {} to {}: they are matched in this order",
        video,
        kind,
        own.get(0),
        own.get(own.size() - 1),
        keys.get(0),
        keys.get(keys.size() - 1));
    return true;
  }

  private static Optional<List<String>> keys(VideoPart part, Indexed indexed) {
    return part.frames(indexed).map(frames -> List.copyOf(frames.keySet()));
  }

  /** Whether these are as many whole numbers, and all differ by the same amount. */
  private static boolean differByAnOffset(List<String> own, List<String> keys) {
    if (own.size() != keys.size()
        || !Stream.concat(own.stream(), keys.stream()).allMatch(NUMBER.asMatchPredicate())) {
      return false;
    }
    return IntStream.range(0, own.size())
            .mapToLong(i -> Long.parseLong(own.get(i)) - Long.parseLong(keys.get(i)))
            .distinct()
            .count()
        == 1;
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
                            throw truncation(indexed)
                                .orElseGet(() -> mismatch(counted, key, location, otherPart));
                          }
                        })));
  }

  private UserException mismatch(
      Map<VideoPart, Map<String, FrameLocation>> counted,
      String key,
      FrameLocation location,
      VideoPart other) {
    return UserException.input(
        "video '%s' in %s has %s; frame %s is in %s but not in %s%s:"
            + " add the missing file, or remove the others of this frame",
        name,
        place,
        counted.entrySet().stream()
            .map(entry -> entry.getValue().size() + " " + entry.getKey().kind())
            .collect(Collectors.joining(", ")),
        key,
        location.path(),
        other.place(),
        other.unread().isEmpty()
            ? ""
            : ", whose files are of kinds that are not read there ("
                + Folder.summary(other.unread())
                + ")");
  }
}
