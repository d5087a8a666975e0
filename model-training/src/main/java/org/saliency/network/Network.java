package org.saliency.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.frame.Size;

/**
 * A network: operations in the order in which they run.
 *
 * @param name the name it is created by, for example {@code deeplab-resnet50}
 * @param options the options it is created with
 * @param nodes the operations; the first is the input, the last gives the result
 */
public record Network(String name, NetworkOptions options, List<Node> nodes) {

  /**
   * One operation in its place.
   *
   * @param path dotted path of the module that holds its tensors; empty when it has none
   * @param operation what it does
   * @param inputs positions of the nodes it works on
   */
  public record Node(String path, Operation operation, List<Integer> inputs) {

    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  public Network {
    nodes = List.copyOf(nodes);
  }

  /** Every tensor by its full name, for example {@code encoder.conv1.weight}, in module order. */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Parameter parameter : node.operation().parameters()) {
        String name = node.path() + "." + parameter.name();
        if (parameters.put(name, parameter) != null) {
          throw new IllegalStateException("network " + name() + " names " + name + " twice");
        }
      }
    }
    return parameters;
  }

  /**
   * The same network with the running statistics of a part fixed: its batch norms use them in
   * training, too, and leave them alone.
   *
   * @param prefix what the paths in the part start with, for example {@code encoder.}
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

  /** A row for each operation, for one predicted frame of the given size. */
  public List<LayerSummary> summary(Size size) {
    List<LayerSummary> rows = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (Node node : nodes) {
      Shape output =
          node.operation() instanceof Input input
              ? Shape.of(input.shape().channels(), size).withFrames(input.shape().frames())
              : node.operation().output(node.inputs().stream().map(shapes::get).toList());
      shapes.add(output);
      rows.add(LayerSummary.of(node, output));
    }
    return rows;
  }
}
