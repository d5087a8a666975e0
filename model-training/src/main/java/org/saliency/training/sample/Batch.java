package org.saliency.training.sample;

import java.util.List;
import org.saliency.UserException;

/**
 * A batch of frames and ground truth as float32 buffers.
 *
 * @param frames paths of the frames, for messages
 * @param input normalised RGB planes: [batch, 3, height, width], or [batch, window, 3, height,
 *     width] for a network with windows
 * @param truth ground-truth maps that each sum to one, or to zero if black; [batch, height * width]
 * @param fixations 1 at fixated pixels, else 0; [batch, height * width]; empty if the loss does not
 *     use fixations
 * @param black number of black frames
 */
@SuppressWarnings("ArrayRecordComponent") // buffers to copy to the device
public record Batch(
    List<String> frames, float[] input, float[] truth, float[] fixations, int black) {

  /** A batch without black frames. */
  public Batch(List<String> frames, float[] input, float[] truth, float[] fixations) {
    this(frames, input, truth, fixations, 0);
  }

  public int size() {
    return frames.size();
  }

  /**
   * Checks that the loss of this batch is finite.
   *
   * @throws UserException naming the frames if it is not
   */
  public void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw UserException.input(
          "the loss became %s on the batch %s: lower train.learning-rate, set"
              + " train.optimizer.clip-norm, or check these files",
          loss, String.join(", ", frames));
    }
  }
}
