package org.saliency.training;

import java.util.List;

/**
 * Frames and truths of one step, ready for the device.
 *
 * @param frames paths of the frames, for messages
 * @param input normalised planes, [batch, 3, height, width]
 * @param truth ground-truth maps that each sum to one, [batch, height * width]
 * @param fixations 1 where somebody looked and 0 elsewhere, [batch, height * width]; empty when the
 *     loss does not ask for them
 */
@SuppressWarnings("ArrayRecordComponent") // buffers on their way to the device
record Batch(List<String> frames, float[] input, float[] truth, float[] fixations) {

  int size() {
    return frames.size();
  }
}
