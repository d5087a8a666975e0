package org.saliency.network;

/**
 * Number format in which a network computes up to the last convolution, which is float32, since the
 * 16-bit formats cannot represent the grey levels of a map. Inputs and maps are float32. In
 * training, weights, gradients and batch norm are float32, too.
 */
public enum Precision {
  /** float32 throughout. */
  FP32(6),
  /** bfloat16: the range of float32 with 8 bits of precision. */
  BF16(15),
  /** float16: 11 bits of precision up to 65504; in training the loss is scaled. */
  FP16(5);

  /** Number of PyTorch's memory format. */
  private static final int CHANNELS_LAST = 2;

  private final int scalarType;

  /** A format with its number among PyTorch's scalar types. */
  Precision(int scalarType) {
    this.scalarType = scalarType;
  }

  /** TorchScript that converts a float32 tensor for use as weights of a convolution. */
  String weight(String tensor) {
    return this == FP32 ? tensor : to(this, tensor);
  }

  /**
   * TorchScript that converts float32 planes for use as input of a convolution: channels last, so
   * that convolutions need not reorder their inputs and outputs.
   */
  String features(String planes) {
    return "torch.contiguous(" + weight(planes) + ", memory_format=" + CHANNELS_LAST + ")";
  }

  /** TorchScript that converts features to float32. */
  String restored(String features) {
    return this == FP32 ? features : to(FP32, features);
  }

  private static String to(Precision precision, String tensor) {
    return "torch.to(" + tensor + ", " + precision.scalarType + ")";
  }
}
