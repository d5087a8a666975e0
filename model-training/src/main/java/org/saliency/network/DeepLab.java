package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import org.saliency.network.NetworkBuilder.Value;

/**
 * DeepLabV3 for saliency: a ResNet at output stride 8, atrous spatial pyramid pooling (ASPP), and a
 * decoder that doubles the size three times. Modules are named as torchvision names them ({@code
 * encoder} is its {@code backbone}, {@code aspp} its {@code classifier.0}).
 *
 * <p>Source: Chen et al., Rethinking Atrous Convolution for Semantic Image Segmentation, 2017; He
 * et al., Deep Residual Learning for Image Recognition, 2015.
 *
 * @param block kind of the encoder's residual blocks
 * @param depths number of blocks in each of the encoder's four stages
 * @param asppChannels channels of each ASPP branch and of its result
 * @param decoderChannels channels after up1, up2 and up3
 */
record DeepLab(Block block, List<Integer> depths, int asppChannels, List<Integer> decoderChannels) {

  /** Residual blocks of ResNet. */
  enum Block {
    /** Two 3x3 convolutions (ResNet-18, -34). */
    BASIC(1),
    /** 1x1, 3x3, 1x1 with four times the channels at the end (ResNet-50, -101). */
    BOTTLENECK(4);

    private final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  private static final List<Integer> STAGE_CHANNELS = List.of(64, 128, 256, 512);
  private static final List<Integer> RATES = List.of(12, 24, 36);

  Network describe(String name) {
    NetworkBuilder network = new NetworkBuilder(name);
    Value frame = network.input(3);
    Value features = aspp(network, "aspp", encoder(network, "encoder", frame));
    Value up1 = network.upsample(refine(network, "up1", features, decoderChannels.get(0)));
    Value up2 = network.upsample(refine(network, "up2", up1, decoderChannels.get(1)));
    Value up3 = network.upsample(refine(network, "up3", up2, decoderChannels.get(2)));
    Value map = network.convolution("final", up3, Convolution.of(up3.channels(), 1, 3).withBias());
    network.minMax(network.resizeLike(map, frame));
    return network.build();
  }

  private Value encoder(NetworkBuilder network, String path, Value frame) {
    Value x = network.convolution(path + ".conv1", frame, Convolution.of(3, 64, 7).stride(2));
    x = network.maxPool(network.relu(network.batchNorm(path + ".bn1", x)));
    x = stage(network, path + ".layer1", x, 0, 1, 1, 1);
    x = stage(network, path + ".layer2", x, 1, 2, 1, 1);
    // Output stride 8: the last two stages dilate instead of striding; as in torchvision, the
    // first block of a stage still has the dilation of the stage before.
    x = stage(network, path + ".layer3", x, 2, 1, 1, 2);
    return stage(network, path + ".layer4", x, 3, 1, 2, 4);
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

  private Value aspp(NetworkBuilder network, String path, Value x) {
    List<Value> branches = new ArrayList<>();
    branches.add(convolutionNormRelu(network, path + ".convs.0", x, 0, pointwise(x)));
    for (int i = 0; i < RATES.size(); i++) {
      Convolution atrous = Convolution.of(x.channels(), asppChannels, 3).dilation(RATES.get(i));
      branches.add(convolutionNormRelu(network, path + ".convs." + (i + 1), x, 0, atrous));
    }
    Value pooled = network.globalAverage(x);
    pooled = convolutionNormRelu(network, path + ".convs.4", pooled, 1, pointwise(x));
    branches.add(network.resizeLike(pooled, x));
    Value all = network.concatenation(branches);
    return convolutionNormRelu(network, path + ".project", all, 0, pointwise(all));
  }

  private Convolution pointwise(Value x) {
    return Convolution.of(x.channels(), asppChannels, 1);
  }

  private static Value refine(NetworkBuilder network, String path, Value x, int channels) {
    return convolutionNormRelu(network, path, x, 0, Convolution.of(x.channels(), channels, 3));
  }

  /** A convolution at {@code path.first}, batch norm at {@code path.(first + 1)}, and ReLU. */
  private static Value convolutionNormRelu(
      NetworkBuilder network, String path, Value x, int first, Convolution convolution) {
    Value y = network.convolution(path + "." + first, x, convolution);
    return network.relu(network.batchNorm(path + "." + (first + 1), y));
  }
}
