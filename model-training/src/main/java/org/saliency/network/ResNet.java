package org.saliency.network;

import java.util.List;
import org.saliency.network.NetworkBuilder.Value;

/**
 * ResNet without its head, with dilation instead of the last strides. Modules have torchvision's
 * names.
 *
 * <p>Source: He et al., Deep Residual Learning for Image Recognition, 2015; Chen et al., Rethinking
 * Atrous Convolution for Semantic Image Segmentation, 2017.
 *
 * @param block kind of residual block
 * @param depths number of blocks in each of the four stages
 */
record ResNet(Block block, List<Integer> depths) implements Encoder {

  /** Kinds of residual blocks. */
  enum Block {
    /** Two 3x3 convolutions (ResNet-18, -34). */
    BASIC(1),
    /** 1x1, 3x3 and 1x1 convolutions, the last with four times the channels (ResNet-50, -101). */
    BOTTLENECK(4);

    private final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  private static final List<Integer> STAGE_CHANNELS = List.of(64, 128, 256, 512);

  @Override
  public Features describe(NetworkBuilder network, String path, Value frame, int stride) {
    Value x = network.convolution(path + ".conv1", frame, Convolution.of(3, 64, 7).stride(2));
    x = network.maxPool(network.relu(network.batchNorm(path + ".bn1", x)));
    Value layer1 = stage(network, path + ".layer1", x, 0, 1, 1, 1);
    Value layer2 = stage(network, path + ".layer2", layer1, 1, 2, 1, 1);
    // The first block of a dilated stage has the dilation of the stage before, as in torchvision.
    int stride3 = stride == 8 ? 1 : 2;
    int stride4 = stride == 32 ? 2 : 1;
    int dilation3 = 2 / stride3;
    int dilation4 = dilation3 * 2 / stride4;
    Value layer3 = stage(network, path + ".layer3", layer2, 2, stride3, 1, dilation3);
    Value layer4 = stage(network, path + ".layer4", layer3, 3, stride4, dilation3, dilation4);
    return new Features(layer1, layer2, layer3, layer4);
  }

  private Value stage(
      NetworkBuilder network,
      String path,
      Value input,
      int stage,
      int stride,
      int firstDilation,
      int dilation) {
    int channels = STAGE_CHANNELS.get(stage);
    Value x = residual(network, path + ".0", input, channels, stride, firstDilation);
    for (int i = 1; i < depths.get(stage); i++) {
      x = residual(network, path + "." + i, x, channels, 1, dilation);
    }
    return x;
  }

  private Value residual(
      NetworkBuilder network, String path, Value input, int channels, int stride, int dilation) {
    int outputs = channels * block.expansion;
    Value shortcut = input;
    if (stride != 1 || input.channels() != outputs) {
      Convolution project = Convolution.of(input.channels(), outputs, 1).stride(stride);
      shortcut = network.convolution(path + ".downsample.0", input, project);
      shortcut = network.batchNorm(path + ".downsample.1", shortcut);
    }
    Convolution spatial = Convolution.of(channels, channels, 3).stride(stride).dilation(dilation);
    Value x =
        switch (block) {
          case BASIC -> {
            Convolution first =
                Convolution.of(input.channels(), channels, 3).stride(stride).dilation(dilation);
            Value inner = network.convolution(path + ".conv1", input, first);
            inner = network.relu(network.batchNorm(path + ".bn1", inner));
            inner = network.convolution(path + ".conv2", inner, spatial.stride(1));
            yield network.batchNorm(path + ".bn2", inner);
          }
          case BOTTLENECK -> {
            Convolution reduce = Convolution.of(input.channels(), channels, 1);
            Value inner = network.convolution(path + ".conv1", input, reduce);
            inner = network.relu(network.batchNorm(path + ".bn1", inner));
            inner = network.convolution(path + ".conv2", inner, spatial);
            inner = network.relu(network.batchNorm(path + ".bn2", inner));
            inner =
                network.convolution(path + ".conv3", inner, Convolution.of(channels, outputs, 1));
            yield network.batchNorm(path + ".bn3", inner);
          }
        };
    return network.relu(network.sum(x, shortcut));
  }
}
