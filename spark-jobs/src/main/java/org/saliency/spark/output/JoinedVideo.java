package org.saliency.spark.output;

import java.util.List;

/**
 * Record of a video that was joined from the parts of its segments, which are then deleted.
 *
 * @param bytes size of the video
 * @param crc CRC-32C of the video
 * @param parts names of the parts, in order, without ending
 */
record JoinedVideo(long bytes, long crc, List<String> parts) {

  JoinedVideo {
    parts = List.copyOf(parts);
  }
}
