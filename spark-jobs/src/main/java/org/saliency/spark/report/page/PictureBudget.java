package org.saliency.spark.report.page;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Keeps the pictures of a page below a size: those of low levels first, and of levels above 0 all
 * or none.
 */
final class PictureBudget {

  /** Characters of the embedded pictures; with figures and code, a page stays below 30 MB. */
  static final long MAX_CHARACTERS = 22_000_000;

  private PictureBudget() {}

  /** The videos with the pictures that fit. */
  static List<VideoPictures> fit(List<VideoPictures> videos, long characters) {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (VideoPictures video : videos) {
      video.frames().forEach(frame -> sizes.merge(frame.level(), frame.characters(), Long::sum));
    }
    Set<Integer> kept = new HashSet<>();
    long left = characters;
    for (Map.Entry<Integer, Long> level : sizes.entrySet()) {
      if (level.getValue() <= left) {
        kept.add(level.getKey());
        left -= level.getValue();
      }
    }
    return videos.stream().map(video -> only(video, kept::contains)).toList();
  }

  private static VideoPictures only(VideoPictures video, Predicate<Integer> isKept) {
    return new VideoPictures(
        video.video(),
        video.shown(),
        video.mapSize(),
        video.rate(),
        video.clips().stream().filter(clip -> isKept.test(clip.level())).toList(),
        video.frames().stream().filter(frame -> isKept.test(frame.level())).toList());
  }
}
