package org.saliency.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.video.VideoIndex;

/**
 * The videos of a folder.
 *
 * @param layout how the folder is laid out
 * @param videos those that can be read, by name, numbers in names by value ({@code clip9} before
 *     {@code clip10}); no two share a name
 * @param unreadable video files that are damaged or no videos
 * @param leftOut names of video files of kinds that are not read
 */
public record Dataset(
    Layout layout, List<Video> videos, List<Unreadable> unreadable, List<String> leftOut) {

  /**
   * A video file that cannot be read.
   *
   * @param name what the video would be called
   * @param fault what is wrong with it, with its path
   */
  public record Unreadable(String name, UserException fault) {}

  public Dataset {
    videos = List.copyOf(videos);
    unreadable = List.copyOf(unreadable);
    leftOut = List.copyOf(leftOut);
  }

  /** Videos that can all be read. */
  public Dataset(Layout layout, List<Video> videos) {
    this(layout, videos, List.of(), List.of());
  }

  /** What the video files hold that frames and maps are in, by path. */
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
