package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.Area;
import org.saliency.spark.report.page.AreaResult;

/**
 * Measures the share of the attention in areas, in at most {@value #MAX_FRAMES} frames of each,
 * spread evenly. Thread-safe.
 */
final class AreaShares {

  private static final int MAX_FRAMES = 50;

  private final Map<Area, List<VideoFrame>> frames = new LinkedHashMap<>();
  private final Map<Place, Double> shares = new ConcurrentHashMap<>();

  private record Place(Area area, int row, int frame) {}

  /**
   * Chooses the frames.
   *
   * @param videos that are still there; areas of others are left out
   */
  AreaShares(List<Area> areas, Collection<Video> videos) {
    for (Area area : areas) {
      videos.stream()
          .filter(video -> video.name().equals(area.video()))
          .forEach(video -> frames.put(area, FrameChoice.spread(within(video, area), MAX_FRAMES)));
    }
  }

  private static List<VideoFrame> within(Video video, Area area) {
    return video.frames().stream()
        .filter(frame -> frame.index() >= area.first() && frame.index() <= area.last())
        .toList();
  }

  /**
   * Checks the boxes.
   *
   * @param sizes of frames by video, as far as they are known
   * @throws UserException when an area lies outside the frames of its video
   */
  void requireWithin(Map<String, Size> sizes) {
    for (Area area : frames.keySet()) {
      Size frame = sizes.get(area.video());
      if (frame != null && !area.box().isWithin(frame)) {
        throw UserException.input(
            "Area '%s' (%s) lies outside the frames of video '%s', which are %s: correct its box",
            area.name(), area.box(), area.video(), frame);
      }
    }
  }

  /** Identifies the frames whose maps are measured. */
  Set<ChosenFrame.Key> keys() {
    return frames.entrySet().stream()
        .flatMap(
            area ->
                area.getValue().stream()
                    .map(frame -> ChosenFrame.Key.of(area.getKey().video(), frame)))
        .collect(Collectors.toSet());
  }

  /** Measures the truth of all frames. */
  void addTruth(FrameReader reader, Map<String, Size> sizes) {
    frames.forEach(
        (area, own) ->
            own.forEach(
                frame ->
                    reader
                        .truth(frame, Optional.ofNullable(sizes.get(area.video())))
                        .ifPresent(
                            map ->
                                add(
                                    0,
                                    ChosenFrame.Key.of(area.video(), frame),
                                    map,
                                    sizes.getOrDefault(area.video(), map.size())))));
  }

  /**
   * Measures a map.
   *
   * @param row 0 for the truth, then the methods
   * @param frame size of its frame
   */
  void add(int row, ChosenFrame.Key key, SaliencyMap map, Size frame) {
    frames.forEach(
        (area, own) -> {
          if (area.video().equals(key.video())) {
            own.stream()
                .filter(other -> other.key().equals(key.frame()))
                .forEach(
                    other ->
                        shares.put(new Place(area, row, other.index()), area.shareOf(map, frame)));
          }
        });
  }

  /** The shares of all areas. */
  List<AreaResult> results(int methods) {
    List<AreaResult> results = new ArrayList<>();
    frames.forEach(
        (area, own) -> {
          List<List<Double>> rows = new ArrayList<>();
          for (int row = 0; row <= methods; row++) {
            int current = row;
            rows.add(
                own.stream()
                    .map(f -> shares.getOrDefault(new Place(area, current, f.index()), Double.NaN))
                    .toList());
          }
          results.add(new AreaResult(area, own.stream().map(VideoFrame::index).toList(), rows));
        });
    return results;
  }
}
