package org.saliency.network;

import java.io.Serializable;
import java.util.Locale;

/**
 * Target of compilation.
 *
 * @param precision number format of the convolutions; of those that are not quantised, if others
 *     are
 * @param convolutions implementation of the convolutions
 */
public record ServingTarget(Precision precision, Convolutions convolutions)
    implements Serializable {

  /** Implementation of the convolutions. */
  public enum Convolutions {
    /** PyTorch's, for any device. */
    PYTORCH,
    /** {@linkplain OneDnnConvolution oneDNN's}, for x86 CPUs. */
    ONE_DNN,
    /**
     * oneDNN's, for x86 CPUs that multiply tiles of bfloat16 (AMX), where {@linkplain
     * AtrousConvolution atrous ones} are split into rows.
     */
    ONE_DNN_TILES,
    /**
     * {@linkplain QuantisedConvolution oneDNN's for int8}, for x86 CPUs, of a network with a {@link
     * Quantisation}.
     */
    QUANTISED
  }

  /** The target of quantised networks. */
  public static final ServingTarget INT8 =
      new ServingTarget(Precision.FP32, Convolutions.QUANTISED);

  /** A target for any device, with PyTorch's convolutions. */
  public static ServingTarget any(Precision precision) {
    return new ServingTarget(precision, Convolutions.PYTORCH);
  }

  /** Whether most convolutions compute in int8. */
  public boolean isQuantised() {
    return convolutions == Convolutions.QUANTISED;
  }

  /** Name of the number format of most convolutions: fp32, bf16, fp16 or int8. */
  public String format() {
    return isQuantised() ? "int8" : precision.name().toLowerCase(Locale.ROOT);
  }
}
