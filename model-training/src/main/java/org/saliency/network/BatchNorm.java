package org.saliency.network;

import java.util.List;

/**
 * Batch normalisation with learned scale and offset ({@code torch.nn.BatchNorm2d}: epsilon 1e-5,
 * momentum 0.1). In training mode it uses batch statistics and updates the running ones.
 *
 * @param channels input and output channels
 * @param isPooled whether a sample has one value per channel: a batch of one sample then has no
 *     variance and is normalised by the running statistics, which stay as they are
 */
public record BatchNorm(int channels, boolean isPooled) implements Operation {

  static final double EPSILON = 1e-5;

  /** Epsilon as written in TorchScript. */
  static final String EPSILON_TEXT = "1.0000000000000001e-05";

  @Override
  public List<Parameter> parameters() {
    long[] shape = {channels};
    return List.of(
        new Parameter("weight", shape, Parameter.Role.TRAINED, Parameter.Initial.ONES),
        new Parameter("bias", shape, Parameter.Role.TRAINED, Parameter.Initial.ZEROS),
        new Parameter("running_mean", shape, Parameter.Role.BUFFER, Parameter.Initial.ZEROS),
        new Parameter("running_var", shape, Parameter.Role.BUFFER, Parameter.Initial.ONES),
        new Parameter(
            "num_batches_tracked", new long[0], Parameter.Role.BUFFER, Parameter.Initial.COUNT));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String training = self.attribute("training");
    if (isPooled) {
      code.assign(
          "_training",
          "torch.__and__(%s, torch.gt(torch.size(%s, 0), 1))",
          training,
          inputs.get(0));
      training = "_training";
    }
    code.assign(
        "_count", "torch.add_(%s, int(%s))", self.attribute("num_batches_tracked"), training);
    code.assign(
        result,
        "torch.batch_norm(%s, %s, %s, %s, %s, %s, 0.1, %s, True)",
        inputs.get(0),
        self.attribute("weight"),
        self.attribute("bias"),
        self.attribute("running_mean"),
        self.attribute("running_var"),
        training,
        EPSILON_TEXT);
  }

  @Override
  public String kind() {
    return "BatchNorm2d";
  }
}
