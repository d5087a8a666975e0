package org.saliency.network;

import java.io.Serializable;

/**
 * Target of compilation.
 *
 * @param precision number format of the convolutions
 * @param oneDnn whether to use {@linkplain OneDnnConvolution oneDNN's convolutions}, available on
 *     x86 CPUs
 */
public record ServingTarget(Precision precision, boolean oneDnn) implements Serializable {

  /** A target for any device, with PyTorch's convolutions. */
  public static ServingTarget any(Precision precision) {
    return new ServingTarget(precision, false);
  }
}
