package org.saliency.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.saliency.frame.Size;

/**
 * A network: operations in the order of execution.
 *
 * @param name name in {@link Networks}, for example {@code deeplab-resnet50}
 * @param options options of the network
 * @param nodes the operations; the first is the input, the last the output
 */
public record Network(String name, NetworkOptions options, List<Node> nodes) {

  /** Larger than the side of a frame that any network needs. */
  private static final int LARGE_SIDE = 64;

  /**
   * An operation and its inputs.
   *
   * @param path dotted path of the module that owns its tensors; empty when it has none
   * @param operation the operation
   * @param inputs positions of the input nodes
   */
  public record Node(String path, Operation operation, List<Integer> inputs) {

    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  public Network {
    nodes = List.copyOf(nodes);
  }

  /** All tensors by full name, for example {@code encoder.conv1.weight}, in module order. */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Parameter parameter : node.operation().parameters()) {
        String name = node.path() + "." + parameter.name();
        if (parameters.put(name, parameter) != null) {
          throw new IllegalStateException("duplicate tensor " + name + " in network " + name());
        }
      }
    }
    return parameters;
  }

  /**
   * The same network with fixed running statistics in one part: its batch norms use them in
   * training too and do not update them.
   *
   * @param prefix path prefix of the part, for example {@code encoder.}
   */
  public Network withFixedStatistics(String prefix) {
    return new Network(
        name,
        options,
        nodes.stream()
            .map(
                node ->
                    node.operation() instanceof BatchNorm norm && node.path().startsWith(prefix)
                        ? new Node(node.path(), new FixedBatchNorm(norm), node.inputs())
                        : node)
            .toList());
  }

  /** Whether some convolutions filter each channel on its own. */
  public boolean hasDepthwiseConvolutions() {
    return nodes.stream()
        .anyMatch(
            node ->
                node.operation() instanceof Convolution convolution && convolution.isDepthwise());
  }

  /** Number of trained values, as {@code sum(p.numel() for p in model.parameters())}. */
  public long parameterCount() {
    return parameters().values().stream()
        .filter(parameter -> parameter.role() == Parameter.Role.TRAINED)
        .mapToLong(parameter -> Tensor.elements(parameter.shape()))
        .sum();
  }

  /** Multiply-adds of the convolutions for one predicted frame of the given size. */
  public long multiplyAdds(Size size) {
    return summary(size).stream().mapToLong(LayerSummary::multiplyAdds).sum();
  }

  /** Shapes of the results of operations whose first one has a shape of its own. */
  static List<Shape> shapes(List<Node> nodes) {
    List<Shape> shapes = new ArrayList<>();
    for (Node node : nodes) {
      shapes.add(node.operation().output(node.inputs().stream().map(shapes::get).toList()));
    }
    return shapes;
  }

  /** A row for each operation, for one predicted frame of the given size. */
  public List<LayerSummary> summary(Size size) {
    List<Shape> shapes = shapes(size);
    return IntStream.range(0, nodes.size())
        .mapToObj(i -> LayerSummary.of(nodes.get(i), shapes.get(i)))
        .toList();
  }

  /** Shapes of the results of all operations for one predicted frame of the given size. */
  private List<Shape> shapes(Size size) {
    List<Shape> shapes = new ArrayList<>();
    for (Node node : nodes) {
      shapes.add(
          node.operation() instanceof Input input
              ? Shape.of(input.shape().channels(), size).withFrames(input.shape().frames())
              : node.operation().output(node.inputs().stream().map(shapes::get).toList()));
    }
    return shapes;
  }

  /** The least side of a frame in pixels for which no layer gets too few features. */
  public int leastSide() {
    return IntStream.rangeClosed(1, LARGE_SIDE).filter(this::fits).findFirst().orElseThrow();
  }

  private boolean fits(int side) {
    List<Shape> shapes = shapes(new Size(side, side));
    return nodes.stream()
        .noneMatch(
            node ->
                node.operation() instanceof Convolution convolution
                    && !convolution.fits(shapes.get(node.inputs().get(0))));
  }
}
