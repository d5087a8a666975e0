package org.saliency.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.video.VideoIndex;

/**
 * A data set: the videos of a folder.
 *
 * @param layout of the folder
 * @param videos readable videos in natural order of their unique names ({@code clip9} before {@code
 *     clip10})
 * @param unreadable video files that are damaged or not videos
 * @param leftOut names of the video files of kinds that are not read
 * @param split the split that comes with the data set
 */
public record Dataset(
    Layout layout,
    List<Video> videos,
    List<Unreadable> unreadable,
    List<String> leftOut,
    DeclaredSplit split) {

  /**
   * A video file that cannot be read.
   *
   * @param name of the video
   */
  public record Unreadable(String name, UserException error) {}

  public Dataset {
    videos = List.copyOf(videos);
    unreadable = List.copyOf(unreadable);
    leftOut = List.copyOf(leftOut);
  }

  /** A data set without a split of its own. */
  public Dataset(
      Layout layout, List<Video> videos, List<Unreadable> unreadable, List<String> leftOut) {
    this(layout, videos, unreadable, leftOut, DeclaredSplit.NONE);
  }

  /** A data set without unreadable videos. */
  public Dataset(Layout layout, List<Video> videos) {
    this(layout, videos, List.of(), List.of());
  }

  /** The indexes of the video files of frames and maps, by path. */
  public Map<String, VideoIndex> files() {
    Map<String, VideoIndex> files = new HashMap<>();
    videos.forEach(video -> files.putAll(video.files()));
    return files;
  }

  /** The same videos without ground truth. */
  public Dataset withoutTruth() {
    return new Dataset(
        layout, videos.stream().map(Video::withoutTruth).toList(), unreadable, leftOut);
  }
}
