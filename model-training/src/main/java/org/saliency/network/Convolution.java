package org.saliency.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A square convolution, zero-padded so that stride 1 keeps the size ({@code torch.nn.Conv2d}).
 *
 * @param inputs input channels
 * @param outputs output channels
 * @param kernel kernel size, odd
 * @param stride stride of the kernel
 * @param dilation distance between kernel taps
 * @param bias whether each output channel has an offset
 */
public record Convolution(
    int inputs, int outputs, int kernel, int stride, int dilation, boolean bias)
    implements Operation {

  static Convolution of(int inputs, int outputs, int kernel) {
    return new Convolution(inputs, outputs, kernel, 1, 1, false);
  }

  Convolution stride(int newStride) {
    return new Convolution(inputs, outputs, kernel, newStride, dilation, bias);
  }

  Convolution dilation(int newDilation) {
    return new Convolution(inputs, outputs, kernel, stride, newDilation, bias);
  }

  Convolution withBias() {
    return new Convolution(inputs, outputs, kernel, stride, dilation, true);
  }

  /** Zero padding on each side. */
  int padding() {
    return dilation * (kernel / 2);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(
            "weight",
            new long[] {outputs, inputs, kernel, kernel},
            Parameter.Role.TRAINED,
            Parameter.Initial.UNIFORM_BY_FAN_IN));
    if (bias) {
      parameters.add(
          new Parameter(
              "bias",
              new long[] {outputs},
              Parameter.Role.TRAINED,
              Parameter.Initial.UNIFORM_BY_FAN_IN));
    }
    return parameters;
  }

  @Override
  public Shape output(List<Shape> shapes) {
    Shape in = shapes.get(0);
    return new Shape(outputs, outputLength(in.height()), outputLength(in.width()), in.frames());
  }

  private int outputLength(int length) {
    return (length + 2 * padding() - dilation * (kernel - 1) - 1) / stride + 1;
  }

  @Override
  public int fanIn() {
    return inputs * kernel * kernel;
  }

  @Override
  public long multiplyAdds(Shape output) {
    return output.elements() * fanIn();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> x, String result) {
    code.assign(
        result,
        "torch.conv2d(%s, %s, %s, %s, %s, %s, 1)",
        x.get(0),
        code.weight(self, "weight"),
        bias ? code.weight(self, "bias") : "None",
        Code.list(stride, stride),
        Code.list(padding(), padding()),
        Code.list(dilation, dilation));
  }

  @Override
  public String kind() {
    return "Conv2d";
  }
}
