package org.saliency.network;

import java.util.List;

/**
 * Batch normalisation with learned scale and offset ({@code torch.nn.BatchNorm2d}). In training
 * mode it uses batch statistics and updates the running ones. A batch of a single value per
 * channel, such as one pooled sample, has no variance: it is normalised by the running statistics,
 * which stay as they are.
 *
 * @param channels input and output channels
 * @param constants epsilon and momentum
 */
public record BatchNorm(int channels, Constants constants) implements Operation {

  /** Epsilon, which is added to the variance, and momentum of the running statistics. */
  public enum Constants {
    /** PyTorch's defaults: 1e-5 and 0.1. */
    PYTORCH(1e-5, "1.0000000000000001e-05", "0.1"),
    /** Those of networks from TensorFlow, such as EfficientNet: 1e-3 and 0.01. */
    TENSORFLOW(1e-3, "0.001", "0.01");

    private final double epsilon;
    private final String epsilonText;
    private final String momentumText;

    /** Constants with their texts in TorchScript. */
    Constants(double epsilon, String epsilonText, String momentumText) {
      this.epsilon = epsilon;
      this.epsilonText = epsilonText;
      this.momentumText = momentumText;
    }

    double epsilon() {
      return epsilon;
    }
  }

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
    String input = inputs.get(0);
    code.assign(
        "_training",
        "torch.__and__(%s, torch.gt(torch.numel(%s), %d))",
        self.attribute("training"),
        input,
        channels);
    code.assign("_count", "torch.add_(%s, int(_training))", self.attribute("num_batches_tracked"));
    normalise(code, self, input, "_training", result);
  }

  /**
   * Writes the normalisation without the batch counter.
   *
   * @param training TorchScript of whether batch statistics are used
   */
  void normalise(Code code, Code.Self self, String input, String training, String result) {
    code.assign(
        result,
        "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, True)",
        input,
        self.attribute("weight"),
        self.attribute("bias"),
        self.attribute("running_mean"),
        self.attribute("running_var"),
        training,
        constants.momentumText,
        constants.epsilonText);
  }

  @Override
  public String kind() {
    return "BatchNorm2d";
  }
}
