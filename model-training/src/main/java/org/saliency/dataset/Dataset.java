package org.saliency.dataset;

import java.util.List;

/**
 * The videos of a folder.
 *
 * @param layout how the folder is laid out
 * @param videos at least one, by name, numbers in names by value ({@code clip9} before {@code
 *     clip10}); no two share a name
 */
public record Dataset(Layout layout, List<Video> videos) {

  public Dataset {
    videos = List.copyOf(videos);
  }

  /** Frames of all videos together. */
  public int frameCount() {
    return videos.stream().mapToInt(video -> video.frames().size()).sum();
  }

  /** The same videos without ground truth. */
  public Dataset withoutTruth() {
    return new Dataset(layout, videos.stream().map(Video::withoutTruth).toList());
  }
}
