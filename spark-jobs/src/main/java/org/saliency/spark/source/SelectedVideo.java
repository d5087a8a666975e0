package org.saliency.spark.source;

import java.util.BitSet;
import org.saliency.video.VideoIndex;

/**
 * A video with the frames that a query selects.
 *
 * @param name of the video, its file name without extension
 * @param path of the file
 * @param index of the file
 * @param frames numbers of the selected frames; at least one
 */
record SelectedVideo(String name, String path, VideoIndex index, BitSet frames) {

  /** The selected frames from {@code first} to {@code last}. */
  Portion portion(int first, int last) {
    return new Portion(
        name, path, index.size(), index.span(first, last), frames.get(first, last + 1));
  }
}
