package org.saliency.network;

/**
 * The number format that a network computes in, up to the features that the last convolution reads;
 * from there on it is float32, since a map has more shades than the short formats have digits.
 * Inputs and maps are float32. While a network learns, so are its weights, gradients, and the
 * scale, offset and statistics of batch norm.
 */
public enum Precision {
  /** float32 throughout. */
  FP32(6),
  /** bfloat16: the range of float32 with 8 bits of precision. */
  BF16(15),
  /** float16: 11 bits of precision up to 65504, so not for training, whose gradients are small. */
  FP16(5);

  /** As PyTorch numbers its memory formats. */
  private static final int CHANNELS_LAST = 2;

  private final int scalarType;

  /** A format that PyTorch numbers so among its scalar types. */
  Precision(int scalarType) {
    this.scalarType = scalarType;
  }

  /** TorchScript that gives a float32 tensor as convolutions take their weights. */
  String weight(String tensor) {
    return this == FP32 ? tensor : to(this, tensor);
  }

  /**
   * TorchScript that gives float32 planes as convolutions take their inputs: channels last, which
   * spares the convolutions to reorder what they read and write.
   */
  String features(String planes) {
    return "torch.contiguous(" + weight(planes) + ", memory_format=" + CHANNELS_LAST + ")";
  }

  /** TorchScript that gives such features as float32. */
  String restored(String features) {
    return this == FP32 ? features : to(FP32, features);
  }

  private static String to(Precision precision, String tensor) {
    return "torch.to(" + tensor + ", " + precision.scalarType + ")";
  }
}
