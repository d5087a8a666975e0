package org.saliency.network;

/** The number format that a network computes in; its inputs, maps and weights are float32. */
public enum Precision {
  /** float32 throughout. */
  FP32 {
    @Override
    String weight(String tensor) {
      return tensor;
    }

    @Override
    String features(String planes) {
      return planes;
    }

    @Override
    String restored(String features) {
      return features;
    }
  },
  /**
   * bfloat16 up to the features that the last convolution reads, float32 from there on, since a map
   * has more shades than bfloat16 has digits. Batch norm keeps its scale, offset and statistics in
   * float32, and gradients reach the float32 weights.
   */
  BF16 {
    @Override
    String weight(String tensor) {
      return "torch.to(" + tensor + ", " + BFLOAT16 + ")";
    }

    @Override
    String features(String planes) {
      return "torch.contiguous(" + weight(planes) + ", memory_format=" + CHANNELS_LAST + ")";
    }

    @Override
    String restored(String features) {
      return "torch.to(" + features + ", " + FLOAT32 + ")";
    }
  };

  // As PyTorch numbers its scalar types and memory formats.
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;
  private static final int CHANNELS_LAST = 2;

  /** TorchScript that gives a float32 tensor as convolutions take their weights. */
  abstract String weight(String tensor);

  /** TorchScript that gives float32 planes as convolutions take their inputs. */
  abstract String features(String planes);

  /** TorchScript that gives such features as float32. */
  abstract String restored(String features);
}
