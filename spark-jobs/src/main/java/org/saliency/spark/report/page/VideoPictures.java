package org.saliency.spark.report.page;

import java.util.List;
import org.saliency.frame.Size;

/**
 * The embedded pictures of a video.
 *
 * @param video its name
 * @param shown size at which its frames are shown
 * @param mapSize size of its small maps
 * @param rate frames per second of its clips
 * @param clips runs of consecutive frames to play
 * @param frames by index
 */
public record VideoPictures(
    String video,
    Size shown,
    Size mapSize,
    double rate,
    List<Clip> clips,
    List<EmbeddedFrame> frames) {

  public VideoPictures {
    clips = List.copyOf(clips);
    frames = List.copyOf(frames);
  }

  /**
   * A run of consecutive frames.
   *
   * @param level that its pictures have
   * @param first index of its first frame
   * @param last index of its last frame
   */
  public record Clip(int level, int first, int last) {}
}
