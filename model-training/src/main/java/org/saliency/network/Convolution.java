package org.saliency.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A square convolution ({@code torch.nn.Conv2d}), zero-padded on each side by half the kernel, so
 * that stride 1 keeps the size; see {@link Padding} for the other kind.
 *
 * @param inputs input channels
 * @param outputs output channels
 * @param kernel kernel size, odd
 * @param stride stride of the kernel
 * @param dilation distance between kernel taps
 * @param groups groups of channels that are convolved separately: 1, or all channels (depthwise)
 * @param padding zero padding
 * @param bias whether each output channel has an offset
 */
public record Convolution(
    int inputs,
    int outputs,
    int kernel,
    int stride,
    int dilation,
    int groups,
    Padding padding,
    boolean bias)
    implements Operation {

  /** Zero padding of a convolution. */
  public enum Padding {
    /** Half the kernel on each side. */
    CENTERED,
    /**
     * One less at the top and left: TensorFlow's {@code SAME} for stride 2 and even sizes. It is
     * computed as centered padding of a kernel with one more row and column, of zeros, at the top
     * and left, since padding the features would copy them.
     */
    EVEN
  }

  static Convolution of(int inputs, int outputs, int kernel) {
    return new Convolution(inputs, outputs, kernel, 1, 1, 1, Padding.CENTERED, false);
  }

  /** A convolution that filters each channel on its own. */
  static Convolution depthwise(int channels, int kernel) {
    return new Convolution(channels, channels, kernel, 1, 1, channels, Padding.CENTERED, false);
  }

  Convolution stride(int newStride) {
    return new Convolution(inputs, outputs, kernel, newStride, dilation, groups, padding, bias);
  }

  Convolution dilation(int newDilation) {
    return new Convolution(inputs, outputs, kernel, stride, newDilation, groups, padding, bias);
  }

  Convolution paddedForEvenSizes() {
    return new Convolution(inputs, outputs, kernel, stride, dilation, groups, Padding.EVEN, bias);
  }

  Convolution withBias() {
    return new Convolution(inputs, outputs, kernel, stride, dilation, groups, padding, true);
  }

  boolean isDepthwise() {
    return groups > 1;
  }

  /** Zero padding on each side of the kernel as computed. */
  private int border() {
    return dilation * (kernel / 2);
  }

  /** Size of the kernel as computed. */
  private int computedKernel() {
    return padding == Padding.EVEN ? kernel + 1 : kernel;
  }

  /** TorchScript of the kernel as computed. */
  String computedWeight(String weight) {
    return padding == Padding.EVEN
        ? "torch.constant_pad_nd(" + weight + ", [1, 0, 1, 0], 0)"
        : weight;
  }

  /** TorchScript of padding, stride, dilation and groups, in this order. */
  String geometry() {
    return String.join(
        ", ",
        Code.list(border(), border()),
        Code.list(stride, stride),
        Code.list(dilation, dilation),
        Integer.toString(groups));
  }

  /** TorchScript of stride, padding, dilation and groups, in this order. */
  String stridedGeometry() {
    return String.join(
        ", ",
        Code.list(stride, stride),
        Code.list(border(), border()),
        Code.list(dilation, dilation),
        Integer.toString(groups));
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(
            "weight",
            new long[] {outputs, inputs / groups, kernel, kernel},
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

  /** Whether padded features are at least as large as the kernel. */
  boolean fits(Shape features) {
    return room(Math.min(features.height(), features.width())) >= 0;
  }

  private int outputLength(int length) {
    return room(length) / stride + 1;
  }

  /** How far the kernel can move along padded features. */
  private int room(int length) {
    return length + 2 * border() - dilation * (computedKernel() - 1) - 1;
  }

  @Override
  public int fanIn() {
    return inputs / groups * kernel * kernel;
  }

  @Override
  public long multiplyAdds(Shape output) {
    return output.elements() * fanIn();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> x, String result) {
    code.assign(
        result,
        "torch.conv2d(%s, %s, %s, %s, %s, %s, %d)",
        x.get(0),
        computedWeight(code.weight(self, "weight")),
        bias ? code.weight(self, "bias") : "None",
        Code.list(stride, stride),
        Code.list(border(), border()),
        Code.list(dilation, dilation),
        groups);
  }

  @Override
  public String kind() {
    return "Conv2d";
  }
}
