package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.report.page.VideoPictures.Clip;

/**
 * Chooses the frames whose pictures a page embeds: extreme frames first (level 0), then frames
 * spread evenly over all videos (levels 1 to 4: every eighth of them, then fourth, second, and the
 * rest), then short clips (a level each). The same frames are chosen each time.
 *
 * @param spread number of spread frames of each video
 * @param clips number of clips
 */
record FrameChoice(int spread, int clips) {

  /** Limit that keeps a page small, and the time in which its pictures are read. */
  private static final int MAX_PICTURES = 6000;

  private static final int MAX_CLIPS = 6;
  private static final int CLIP_FRAMES = 24;
  private static final int FIRST_CLIP_LEVEL = 5;

  /**
   * The more pictures a frame takes (one for each method) and the more videos there are, the fewer
   * frames are chosen.
   *
   * @param picturesPerFrame pictures of one frame
   */
  static FrameChoice of(int picturesPerFrame, int videos) {
    int frames = Math.max(1, MAX_PICTURES / picturesPerFrame);
    return new FrameChoice(Math.max(1, frames / Math.max(1, videos)), Math.min(MAX_CLIPS, videos));
  }

  private static boolean isSpread(int level) {
    return level > 0 && level < FIRST_CLIP_LEVEL;
  }

  /** At most {@code count} of the elements, each from the middle of an equal part of the list. */
  static <T> List<T> spread(List<T> all, int count) {
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((int) ((2L * i + 1) * all.size() / (2 * taken))))
        .toList();
  }

  /**
   * The chosen frames of each video, by index.
   *
   * @param frames of a video, by index
   * @param clips by video
   */
  record Choice(Map<String, Map<Integer, ChosenFrame>> frames, Map<String, List<Clip>> clips) {}

  /**
   * Chooses frames.
   *
   * @param videos with their frames
   * @param extremes the most important first; clips are around the first of each video
   */
  Choice choose(Collection<Video> videos, Collection<ExtremeFrames.Extreme> extremes) {
    Map<String, TreeMap<Integer, VideoFrame>> all = new LinkedHashMap<>();
    Choice choice = new Choice(new LinkedHashMap<>(), new HashMap<>());
    for (Video video : videos) {
      TreeMap<Integer, VideoFrame> byIndex = new TreeMap<>();
      video.frames().forEach(frame -> byIndex.put(frame.index(), frame));
      all.put(video.name(), byIndex);
      choice.frames.put(video.name(), new TreeMap<>());
    }
    for (ExtremeFrames.Extreme extreme : extremes) {
      add(choice, all, extreme.video(), extreme.index(), 0);
    }
    for (Video video : videos) {
      List<VideoFrame> taken = spread(video.frames(), spread);
      for (int i = 0; i < taken.size(); i++) {
        int level = 4 - Math.min(3, Integer.numberOfTrailingZeros(i));
        add(choice, all, video.name(), taken.get(i).index(), level);
      }
    }
    Map<String, Integer> centres = new LinkedHashMap<>();
    extremes.forEach(extreme -> centres.putIfAbsent(extreme.video(), extreme.index()));
    videos.forEach(video -> centres.putIfAbsent(video.name(), video.frames().size() / 2));
    List<String> clipped = new ArrayList<>(centres.keySet());
    clipped.removeIf(video -> !all.containsKey(video));
    for (int i = 0; i < Math.min(clips, clipped.size()); i++) {
      addClip(choice, all, clipped.get(i), centres.get(clipped.get(i)), FIRST_CLIP_LEVEL + i);
    }
    return choice;
  }

  private static void addClip(
      Choice choice,
      Map<String, TreeMap<Integer, VideoFrame>> all,
      String video,
      int centre,
      int level) {
    int last = all.get(video).lastKey();
    int first = Math.max(0, Math.min(centre - CLIP_FRAMES / 2, last - CLIP_FRAMES + 1));
    int end = Math.min(last, first + CLIP_FRAMES - 1);
    for (int frame = first; frame <= end; frame++) {
      add(choice, all, video, frame, level);
    }
    if (end > first) {
      choice.clips.put(video, List.of(new Clip(level, first, end)));
    }
  }

  private static void add(
      Choice choice,
      Map<String, TreeMap<Integer, VideoFrame>> all,
      String video,
      int index,
      int level) {
    VideoFrame frame = all.getOrDefault(video, new TreeMap<>()).get(index);
    if (frame != null) {
      choice
          .frames
          .get(video)
          .merge(index, new ChosenFrame(video, frame, level, isSpread(level)), ChosenFrame::and);
    }
  }
}
