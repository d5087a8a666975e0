package org.saliency.spark.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.FrameTruth;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.results.Coverage;
import org.saliency.video.VideoIndex;

/**
 * Predicted maps and ground truth, matched by the names of videos and the numbers of frames. Frames
 * are indexed by their place in the ground truth, so that the indexes of a frame are equal for all
 * methods.
 *
 * @param present frames with map and ground truth
 * @param missing frames with ground truth but without a map; the ground truth stands for the image
 * @param complete all frames with ground truth of videos that have a map, in order
 * @param extraVideos names of predicted videos without ground truth
 * @param extraFrames keys of predicted frames without ground truth, by video
 */
record Pairing(
    List<Video> present,
    List<Video> missing,
    List<Video> complete,
    Set<String> extraVideos,
    Map<String, Set<String>> extraFrames) {

  static Pairing of(Dataset predicted, Truth truth) {
    Map<String, Video> predictions =
        predicted.videos().stream().collect(Collectors.toMap(Video::name, Function.identity()));
    List<Video> present = new ArrayList<>();
    List<Video> missing = new ArrayList<>();
    List<Video> complete = new ArrayList<>();
    Map<String, Set<String>> extraFrames = new LinkedHashMap<>();
    truth
        .videos()
        .forEach(
            (name, truths) -> {
              Optional<Video> prediction = Optional.ofNullable(predictions.remove(name));
              Map<String, VideoFrame> maps = byKey(prediction);
              Video all = video(name, frames(truths, maps), prediction, truth);
              part(all, frame -> maps.containsKey(frame.key()))
                  .ifPresent(
                      part -> {
                        present.add(part);
                        complete.add(all);
                      });
              part(all, frame -> !maps.containsKey(frame.key())).ifPresent(missing::add);
              Set<String> extra = new LinkedHashSet<>(maps.keySet());
              extra.removeAll(truths.keySet());
              if (!extra.isEmpty()) {
                extraFrames.put(name, extra);
              }
            });
    return new Pairing(
        present, missing, complete, new TreeSet<>(predictions.keySet()), extraFrames);
  }

  /** All frames of a ground truth, without maps. */
  static List<Video> allOf(Truth truth) {
    return of(new Dataset(truth.layout(), List.of()), truth).missing();
  }

  /** The pairing of a floor, which has a map of every frame. */
  static Pairing ofFloor(Truth truth) {
    List<Video> all = allOf(truth);
    return new Pairing(all, List.of(), all, Set.of(), Map.of());
  }

  private static Map<String, VideoFrame> byKey(Optional<Video> prediction) {
    Map<String, VideoFrame> maps = new LinkedHashMap<>();
    prediction.ifPresent(video -> video.frames().forEach(frame -> maps.put(frame.key(), frame)));
    return maps;
  }

  /** All frames of the ground truth, with their maps where there are some. */
  private static List<VideoFrame> frames(
      Map<String, FrameTruth> truths, Map<String, VideoFrame> maps) {
    List<VideoFrame> frames = new ArrayList<>();
    truths.forEach(
        (key, truth) -> {
          Optional<VideoFrame> map = Optional.ofNullable(maps.get(key));
          FrameLocation place = truth.map().or(truth::fixations).orElseThrow();
          frames.add(
              new VideoFrame(
                  frames.size(),
                  map.map(VideoFrame::name).orElse(key),
                  map.map(VideoFrame::image).orElse(place),
                  truth.map(),
                  truth.fixations(),
                  key));
        });
    return frames;
  }

  private static Video video(
      String name, List<VideoFrame> frames, Optional<Video> prediction, Truth truth) {
    Map<String, VideoIndex> files = new HashMap<>();
    prediction.ifPresent(video -> files.putAll(video.files()));
    for (VideoFrame frame : frames) {
      frame
          .map()
          .map(FrameLocation::path)
          .filter(truth.files()::containsKey)
          .ifPresent(path -> files.put(path, truth.files().get(path)));
    }
    return new Video(name, frames, files);
  }

  private static Optional<Video> part(Video video, Predicate<VideoFrame> isPart) {
    List<VideoFrame> frames = video.frames().stream().filter(isPart).toList();
    return frames.isEmpty()
        ? Optional.empty()
        : Optional.of(new Video(video.name(), frames, video.files()));
  }

  /** Videos with ground truth, but without any map. */
  List<Video> missingVideos() {
    Set<String> found = present.stream().map(Video::name).collect(Collectors.toSet());
    return missing.stream().filter(video -> !found.contains(video.name())).toList();
  }

  /** Whether maps and ground truth have exactly the same frames, apart from extra videos. */
  boolean isExact() {
    return missing.isEmpty() && extraFrames.isEmpty();
  }

  long missingFrames() {
    return frames(missing);
  }

  long extraFrameCount() {
    return extraFrames.values().stream().mapToLong(Set::size).sum();
  }

  /** The frames that are measured under a policy. */
  List<Video> measured(MissingPolicy policy) {
    if (policy == MissingPolicy.SKIP) {
      return present;
    }
    List<Video> all = new ArrayList<>(complete);
    all.addAll(missingVideos());
    return all;
  }

  /**
   * The coverage under a policy.
   *
   * @param stamp length and modification time of a file, by path
   */
  Coverage coverage(MissingPolicy policy, UnaryOperator<String> stamp) {
    List<Video> measured = measured(policy);
    Set<String> names = measured.stream().map(Video::name).collect(Collectors.toSet());
    List<Video> truth = new ArrayList<>(complete);
    missingVideos().stream().filter(video -> names.contains(video.name())).forEach(truth::add);
    return new Coverage(
        new Coverage.Missing(
            missing.isEmpty() ? null : policy.option(),
            missingVideos().size(),
            missingFrames(),
            missing.stream()
                .collect(Collectors.toMap(Video::name, video -> (long) video.frames().size()))),
        new Coverage.Extra(extraVideos.size(), extraFrameCount()),
        Coverage.framesDigest(measured),
        Coverage.truthDigests(truth, stamp));
  }

  static long frames(List<Video> videos) {
    return videos.stream().mapToLong(video -> video.frames().size()).sum();
  }
}
