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
    code.assign(
        result,
        "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.1, %s, True)",
        inputs.get(0),
        self.attribute("weight"),
        self.attribute("bias"),
        self.attribute("running_mean"),
        self.attribute("running_var"),
        BatchNorm.EPSILON_TEXT);
  }

  @Override
  public String kind() {
    return norm.kind();
  }
}
