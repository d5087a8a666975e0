package org.saliency.training.sample;

import java.util.List;
import org.saliency.UserException;

/**
 * Frames and truths of one step, ready for the device.
 *
 * @param frames paths of the frames, for messages
 * @param input normalised planes, [batch, 3, height, width], or of a network that sees windows,
 *     [batch, window, 3, height, width]
 * @param truth ground-truth maps that each sum to one, [batch, height * width]
 * @param fixations 1 where somebody looked and 0 elsewhere, [batch, height * width]; empty when the
 *     loss does not ask for them
 */
@SuppressWarnings("ArrayRecordComponent") // buffers on their way to the device
public record Batch(List<String> frames, float[] input, float[] truth, float[] fixations) {

  public int size() {
    return frames.size();
  }

  /**
   * Checks its loss.
   *
   * @throws UserException that names the frames when the loss is infinite or no number
   */
  public void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw UserException.input(
          "the loss became %s on the batch %s: lower train.learning-rate, set"
              + " train.optimizer.clip-norm, or look at these files",
          loss, String.join(", ", frames));
    }
  }
}
