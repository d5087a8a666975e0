package org.saliency.spark.source;

import java.util.BitSet;
import org.saliency.video.VideoIndex;

/**
 * A video and the frames of it that a query asks for.
 *
 * @param name stem of its file
 * @param path its file
 * @param index what the file holds
 * @param frames numbers of the frames; at least one
 */
record SelectedVideo(String name, String path, VideoIndex index, BitSet frames) {

  /** Some of the frames. */
  Portion portion(int first, int last) {
    return new Portion(
        name,
        path,
        index.size(),
        index.span(first, last),
        frames.get(first, last + 1));
  }
}
