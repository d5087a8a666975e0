package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import org.saliency.network.NetworkBuilder.Value;

/**
 * DeepLabV3 for saliency: an encoder, atrous spatial pyramid pooling (ASPP), and a decoder that
 * doubles the size three times. Modules have torchvision's names, except that {@code encoder} is
 * its {@code backbone}, unless the encoder has names of its own, and {@code aspp} its {@code
 * classifier.0}.
 *
 * <p>Source: Chen et al., Rethinking Atrous Convolution for Semantic Image Segmentation, 2017; the
 * skip connections follow Chen et al., Encoder-Decoder with Atrous Separable Convolution for
 * Semantic Image Segmentation, 2018.
 *
 * @param encoder the encoder
 * @param asppChannels output channels of each ASPP branch and of the ASPP
 * @param decoderChannels channels after up1, halved at up2 and again at up3
 */
record DeepLab(Encoder encoder, int asppChannels, int decoderChannels) {

  /** ASPP rates at output stride 16; doubled at 8, halved at 32. */
  private static final List<Integer> RATES = List.of(6, 12, 18);

  /** Decoder steps, each of which doubles the size. */
  private static final int STEPS = 3;

  Network describe(String name, NetworkOptions options) {
    NetworkBuilder network = new NetworkBuilder(name, options);
    Value frames = network.input(3);
    // A recurrent network encodes all frames of a window, others the last.
    Value frame = options.isRecurrent() ? frames : network.lastFrame(frames);
    frame = options.flipAveraging() ? network.apply("", new AppendFlipped(), frame) : frame;
    Encoder.Features features = encoder.describe(network, "encoder", frame, options.outputStride());
    Value context = aspp(network, "aspp", features.last(), options.outputStride());
    context = dropout(network, context, options.dropout());
    if (options.isRecurrent()) {
      context = temporal(network, "temporal", context);
    }
    Value decoded = decoder(network, context, features);
    Value map = dropout(network, decoded, options.decoderDropout());
    map = network.apply("", new FullPrecision(), map);
    map = network.convolution("final", map, Convolution.of(map.channels(), 1, 3).withBias());
    map = network.resizeLike(map, frame);
    if (options.smoothing() > 0) {
      map = network.apply("smoothing", new Smoothing(options.smoothing()), map);
    }
    if (options.flipAveraging()) {
      map = network.apply("", new AverageFlipped(), map);
    }
    if (options.centerPrior() == CenterPrior.Choice.LEARNED) {
      map = network.apply("center_prior", new CenterPrior(), map);
    }
    if (options.videoBias() == VideoBias.Choice.MOTION) {
      map = network.videoBias("video_bias", map, frames);
    }
    network.apply("", options.output().operation(), map);
    return network.build();
  }

  private Value aspp(NetworkBuilder network, String path, Value x, int stride) {
    List<Value> branches = new ArrayList<>();
    branches.add(convolutionNormRelu(network, path + ".convs.0", x, 0, pointwise(x)));
    for (int i = 0; i < RATES.size(); i++) {
      Convolution atrous =
          Convolution.of(x.channels(), asppChannels, 3).dilation(RATES.get(i) * 16 / stride);
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

  /** The features of the last frame plus the state of a recurrent unit over the window. */
  private static Value temporal(NetworkBuilder network, String path, Value x) {
    Value input = network.convolution(path + ".input", x, ConvGru.input(x.channels()));
    return network.sum(network.convGru(path, input, x.channels()), network.lastFrame(x));
  }

  private Value decoder(NetworkBuilder network, Value context, Encoder.Features features) {
    NetworkOptions options = network.options();
    int channels = options.decoderChannels().orElse(decoderChannels);
    Value x = context;
    for (int step = 1; step <= STEPS; step++) {
      Convolution spatial = Convolution.of(x.channels(), channels, 3);
      x = convolutionNormRelu(network, "up" + step, x, 0, spatial);
      int number = skip(options, step);
      if (number == 0) {
        x = network.upsample(x);
      } else {
        Value skipped = features.skip(number);
        Value source = options.isRecurrent() ? network.lastFrame(skipped) : skipped;
        Convolution reduce = Convolution.of(source.channels(), options.skipChannels(), 1);
        Value skip = convolutionNormRelu(network, "skip" + number, source, 0, reduce);
        x = network.concatenation(List.of(network.resizeLike(x, skip), skip));
      }
      channels /= 2;
    }
    return x;
  }

  /** Number of the skip connection of the size after a decoder step; 0 for none. */
  private static int skip(NetworkOptions options, int step) {
    int stride = options.outputStride() >> step;
    return options.skipChannels() == 0 || stride < 4
        ? 0
        : Integer.numberOfTrailingZeros(stride) - 1;
  }

  private static Value dropout(NetworkBuilder network, Value x, double probability) {
    return probability == 0 ? x : network.apply("", new Dropout(probability), x);
  }

  /** A convolution at {@code path.first}, batch norm at {@code path.(first + 1)}, and ReLU. */
  private static Value convolutionNormRelu(
      NetworkBuilder network, String path, Value x, int first, Convolution convolution) {
    Value y = network.convolution(path + "." + first, x, convolution);
    return network.relu(network.batchNorm(path + "." + (first + 1), y));
  }
}
