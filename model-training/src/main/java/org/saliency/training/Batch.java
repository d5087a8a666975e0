package org.saliency.training;

import java.util.List;

/**
 * Frames and truths of one step, ready for the device.
 *
 * @param frames paths of the frames, for messages
 * @param input normalised planes, [batch, 3, height, width], or of a network that sees windows,
 *     [batch, window, 3, height, width]
 * @param truth ground-truth maps that each sum to one, [batch, height * width]
 */
@SuppressWarnings("ArrayRecordComponent") // buffers on their way to the device
record Batch(List<String> frames, float[] input, float[] truth) {

  int size() {
    return frames.size();
  }
}
