package org.saliency.network;

import java.util.List;

/** Rounds float32 features to 8 bits. */
record Quantise(Activation activation) implements Operation {

  /** PyTorch's number of its unsigned 8-bit quantised type. */
  private static final int QUINT8 = 13;

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.int_repr(torch.quantize_per_tensor(%s, %s, %d))",
        inputs.get(0),
        activation.arguments(),
        QUINT8);
  }
}
