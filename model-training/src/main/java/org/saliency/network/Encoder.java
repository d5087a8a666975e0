package org.saliency.network;

import org.saliency.network.NetworkBuilder.Value;

/** A network that computes features of a frame: an image classifier without its head. */
interface Encoder {

  /**
   * Features of a frame. Names of skip connections count them from the finest: {@code skip1} reads
   * the features at 1/4.
   *
   * @param quarter features at 1/4 of the frame size
   * @param eighth features at 1/8
   * @param sixteenth features at 1/16, or at 1/8 when that is the output stride
   * @param last features at the output stride
   */
  record Features(Value quarter, Value eighth, Value sixteenth, Value last) {

    /** The features read by a skip connection: 1 to 3. */
    Value skip(int number) {
      return switch (number) {
        case 1 -> quarter;
        case 2 -> eighth;
        case 3 -> sixteenth;
        default -> throw new IllegalArgumentException("no skip connection " + number);
      };
    }
  }

  /**
   * Adds the operations to a network. Where the output stride is reached, strides become dilations.
   *
   * @param path path of the encoder's module
   * @param frame the normalised frame
   * @param stride output stride: 8, 16 or 32
   */
  Features describe(NetworkBuilder network, String path, Value frame, int stride);
}
