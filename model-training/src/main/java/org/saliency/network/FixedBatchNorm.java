package org.saliency.network;

import java.util.List;

/**
 * Batch normalisation of a frozen part of a network: uses its running statistics in training too
 * and does not update them.
 *
 * @param norm the batch normalisation that owns the tensors
 */
record FixedBatchNorm(BatchNorm norm) implements Operation {

  @Override
  public List<Parameter> parameters() {
    return norm.parameters();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    norm.normalise(code, self, inputs.get(0), "False", result);
  }

  @Override
  public String kind() {
    return norm.kind();
  }
}
