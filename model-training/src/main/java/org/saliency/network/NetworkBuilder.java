package org.saliency.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a network; descriptions call it in the order of a forward pass. */
final class NetworkBuilder {

  /**
   * An intermediate result.
   *
   * @param node position of the operation that computes it
   * @param channels number of channels
   */
  record Value(int node, int channels) {}

  private final String name;
  private final NetworkOptions options;
  private final List<Network.Node> nodes = new ArrayList<>();

  NetworkBuilder(String name, NetworkOptions options) {
    this.name = name;
    this.options = options;
  }

  NetworkOptions options() {
    return options;
  }

  Value input(int channels) {
    return add("", new Input(new Shape(channels, 1, 1, options.window())), channels);
  }

  Value convolution(String path, Value x, Convolution convolution) {
    if (convolution.inputs() != x.channels()) {
      throw new IllegalStateException(
          path + " needs " + convolution.inputs() + " channels, not " + x.channels());
    }
    return add(path, convolution, convolution.outputs(), x);
  }

  Value batchNorm(String path, Value x) {
    return batchNorm(path, x, BatchNorm.Constants.PYTORCH);
  }

  Value batchNorm(String path, Value x, BatchNorm.Constants constants) {
    return add(path, new BatchNorm(x.channels(), constants), x.channels(), x);
  }

  Value relu(Value x) {
    return add("", new Relu(), x.channels(), x);
  }

  Value maxPool(Value x) {
    return add("", new MaxPool(), x.channels(), x);
  }

  Value globalAverage(Value x) {
    return add("", new GlobalAverage(), x.channels(), x);
  }

  Value upsample(Value x) {
    return add("", new Upsample(), x.channels(), x);
  }

  Value resizeLike(Value x, Value like) {
    return add("", new ResizeLike(), x.channels(), x, like);
  }

  Value concatenation(List<Value> values) {
    int channels = values.stream().mapToInt(Value::channels).sum();
    return add("", new Concatenation(), channels, values.toArray(Value[]::new));
  }

  Value sum(Value x, Value y) {
    return add("", new Add(), x.channels(), x, y);
  }

  /** The last frame of each window; the value itself for window 1. */
  Value lastFrame(Value x) {
    return options.window() == 1 ? x : apply("", new LastFrame(options.window()), x);
  }

  /** Applies a video bias to logits, given the frames of their windows. */
  Value videoBias(String path, Value logits, Value frames) {
    return add(path, new VideoBias(options.window()), logits.channels(), logits, frames);
  }

  Value convGru(String path, Value x, int channels) {
    return add(path, new ConvGru(channels, options.window()), channels, x);
  }

  /** Applies an operation that keeps the number of channels. */
  Value apply(String path, Operation operation, Value x) {
    return add(path, operation, x.channels(), x);
  }

  Network build() {
    return new Network(name, options, nodes);
  }

  private Value add(String path, Operation operation, int channels, Value... inputs) {
    List<Integer> positions = Arrays.stream(inputs).map(Value::node).toList();
    nodes.add(new Network.Node(path, operation, positions));
    return new Value(nodes.size() - 1, channels);
  }
}
