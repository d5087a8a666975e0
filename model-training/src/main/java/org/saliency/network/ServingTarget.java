package org.saliency.network;

import java.io.Serializable;

/**
 * What a network is compiled for.
 *
 * @param precision what it computes in
 * @param oneDnn whether its convolutions are {@linkplain OneDnnConvolution oneDNN's own}, which
 *     PyTorch has on x86 CPUs
 */
public record ServingTarget(Precision precision, boolean oneDnn) implements Serializable {

  /** Any device: convolutions as PyTorch does them there. */
  public static ServingTarget any(Precision precision) {
    return new ServingTarget(precision, false);
  }
}
