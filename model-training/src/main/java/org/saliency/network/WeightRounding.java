package org.saliency.network;

/**
 * Rounds the weights of a convolution to int8, symmetrically for each output channel: the largest
 * magnitude of a channel becomes 127.
 *
 * @param weights int8 weights
 * @param scales value of one step by output channel
 */
record WeightRounding(Tensor weights, Tensor scales) {

  private static final int LARGEST = 127;

  static WeightRounding of(Tensor kernels) {
    float[] values = kernels.floats();
    int channels = (int) kernels.shape()[0];
    int fanIn = values.length / channels;
    byte[] rounded = new byte[values.length];
    float[] scales = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      float largest = 0;
      for (int i = channel * fanIn; i < (channel + 1) * fanIn; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      // A channel of zeros, for example behind a batch norm of scale zero, may have any scale.
      float scale = largest / LARGEST;
      scales[channel] = scale >= Float.MIN_NORMAL ? scale : 1;
      for (int i = channel * fanIn; i < (channel + 1) * fanIn; i++) {
        rounded[i] = (byte) Math.rint(values[i] / scales[channel]);
      }
    }
    return new WeightRounding(
        Tensor.of(kernels.shape(), rounded), Tensor.of(new long[] {channels}, scales));
  }
}
