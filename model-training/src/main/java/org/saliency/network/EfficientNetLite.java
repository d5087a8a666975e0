package org.saliency.network;

import java.util.List;
import org.saliency.network.NetworkBuilder.Value;

/**
 * EfficientNet-Lite without its head ({@code _conv_head}, {@code _fc}), with dilation instead of
 * the last strides. Modules have the names of the PyTorch package {@code efficientnet_lite_pytorch}
 * and of its public weights. As there, zero padding is that of TensorFlow's {@code SAME} for frames
 * of the nominal size, whatever the size of the frame.
 *
 * <p>Source: Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
 * 2019; <a
 * href="https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite">the Lite
 * variants</a>, which have ReLU6 and no squeeze-and-excitation.
 *
 * @param width factor of the channels
 * @param depth factor of the number of blocks
 * @param nominalSize height and width of the images that the classifier was trained on
 */
record EfficientNetLite(double width, double depth, int nominalSize) implements Encoder {

  /**
   * A sequence of blocks; the first has the stride.
   *
   * @param blocks number of blocks, before scaling
   * @param kernel size of the depthwise kernels
   * @param stride stride of the first block
   * @param expansion channels of the depthwise convolution relative to those of the block's input
   * @param channels output channels, before scaling
   */
  private record Stage(int blocks, int kernel, int stride, int expansion, int channels) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 1, 16),
          new Stage(2, 3, 2, 6, 24),
          new Stage(2, 5, 2, 6, 40),
          new Stage(3, 3, 2, 6, 80),
          new Stage(3, 5, 1, 6, 112),
          new Stage(4, 5, 2, 6, 192),
          new Stage(1, 3, 1, 6, 320));

  /** Channels of the first convolution; not scaled. */
  private static final int STEM_CHANNELS = 32;

  /** Channels are multiples of this. */
  private static final int DIVISOR = 8;

  /** Stages whose last features are those at 1/4, 1/8 and 1/16. */
  private static final List<Integer> SKIPPED = List.of(1, 2, 4);

  /** The state while blocks are added. */
  private static final class Position {
    private final int outputStride;
    private int stride = 1;
    private int dilation = 1;
    private int size;
    private int block;

    private Position(int outputStride, int nominalSize) {
      this.outputStride = outputStride;
      this.size = nominalSize;
    }

    /** Applies a convolution's stride or, where the output stride is reached, its dilation. */
    private Convolution place(Convolution convolution, int wanted) {
      if (wanted == 1) {
        return convolution.dilation(dilation);
      }
      if (stride == outputStride) {
        // As in ResNet, the first convolution of a dilated stage has the dilation before it.
        Convolution placed = convolution.dilation(dilation);
        dilation *= wanted;
        return placed;
      }
      stride *= wanted;
      boolean isEven = size % 2 == 0;
      size = (size + 1) / 2;
      Convolution placed = convolution.stride(wanted);
      return isEven ? placed.paddedForEvenSizes() : placed;
    }
  }

  @Override
  public Features describe(NetworkBuilder network, String path, Value frame, int stride) {
    Position position = new Position(stride, nominalSize);
    Convolution stem = position.place(Convolution.of(3, STEM_CHANNELS, 3), 2);
    Value x = network.convolution(path + "._conv_stem", frame, stem);
    x = norm(network, path + "._bn0", x, true);
    Value[] stages = new Value[STAGES.size()];
    for (int i = 0; i < stages.length; i++) {
      x = stage(network, path, x, i, position);
      stages[i] = x;
    }
    return new Features(stages[SKIPPED.get(0)], stages[SKIPPED.get(1)], stages[SKIPPED.get(2)], x);
  }

  private Value stage(
      NetworkBuilder network, String path, Value input, int number, Position position) {
    Stage stage = STAGES.get(number);
    boolean isScaled = number > 0 && number < STAGES.size() - 1;
    int blocks = isScaled ? (int) Math.ceil(depth * stage.blocks()) : stage.blocks();
    Value x = input;
    for (int i = 0; i < blocks; i++) {
      String block = path + "._blocks." + position.block++;
      x = block(network, block, x, stage, i == 0 ? stage.stride() : 1, position);
    }
    return x;
  }

  /** An inverted bottleneck: expand, filter each channel, project. */
  private Value block(
      NetworkBuilder network,
      String path,
      Value input,
      Stage stage,
      int stride,
      Position position) {
    int inner = input.channels() * stage.expansion();
    int outputs = scaled(stage.channels());
    Value x = input;
    if (stage.expansion() > 1) {
      x = network.convolution(path + "._expand_conv", x, Convolution.of(x.channels(), inner, 1));
      x = norm(network, path + "._bn0", x, true);
    }
    Convolution depthwise = position.place(Convolution.depthwise(inner, stage.kernel()), stride);
    x = network.convolution(path + "._depthwise_conv", x, depthwise);
    x = norm(network, path + "._bn1", x, true);
    x = network.convolution(path + "._project_conv", x, Convolution.of(inner, outputs, 1));
    x = norm(network, path + "._bn2", x, false);
    return stride == 1 && input.channels() == outputs ? network.sum(x, input) : x;
  }

  private static Value norm(NetworkBuilder network, String path, Value x, boolean isActivated) {
    Value y = network.batchNorm(path, x, BatchNorm.Constants.TENSORFLOW);
    return isActivated ? network.apply("", new Relu6(), y) : y;
  }

  /** Scaled channels: the nearest multiple of the divisor, but not less than 90 %. */
  private int scaled(int channels) {
    double exact = channels * width;
    int rounded = (int) (exact + DIVISOR / 2.0) / DIVISOR * DIVISOR;
    return Math.max(DIVISOR, rounded < 0.9 * exact ? rounded + DIVISOR : rounded);
  }
}
