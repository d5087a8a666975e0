package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import org.saliency.network.OneDnnConvolution.Tail;

/**
 * Replaces convolutions and the operations that follow them by {@link OneDnnConvolution}s, those to
 * a single channel by {@link SingleMapConvolution}s, and depthwise ones with distant taps by {@link
 * PhasedConvolution}s.
 */
final class OneDnnConvolutions {

  private final List<Network.Node> nodes;
  private final List<Shape> shapes;

  /** For each node, the nodes that read its result. */
  private final List<List<Integer>> readers = new ArrayList<>();

  private OneDnnConvolutions(List<Network.Node> nodes) {
    this.nodes = nodes;
    this.shapes = Network.shapes(nodes);
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      for (int input : nodes.get(i).inputs()) {
        readers.get(input).add(i);
      }
    }
  }

  /** Equivalent nodes, in which sums and ReLUs are fused into convolutions. */
  static List<Network.Node> in(List<Network.Node> nodes) {
    return new OneDnnConvolutions(nodes).replaced();
  }

  private List<Network.Node> replaced() {
    // A fused node takes the position of the last node that it replaces.
    Network.Node[] places = nodes.toArray(Network.Node[]::new);
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      if (!(node.operation() instanceof Convolution convolution)) {
        continue;
      }
      int sum = onlyReader(i, Add.class);
      Tail tail = Tail.NONE;
      int last = i;
      List<Integer> inputs = node.inputs();
      if (sum >= 0) {
        if (mayOverwriteOther(sum, i)) {
          int relu = onlyReader(sum, Relu.class);
          tail = relu < 0 ? Tail.ADD : Tail.ADD_RELU;
          last = relu < 0 ? sum : relu;
          inputs = List.of(inputs.get(0), nodes.get(sum).inputs().get(1));
          places[sum] = null;
        }
      } else if (onlyReader(i, Relu.class) >= 0) {
        tail = Tail.RELU;
        last = onlyReader(i, Relu.class);
      } else if (onlyReader(i, Relu6.class) >= 0) {
        tail = Tail.RELU6;
        last = onlyReader(i, Relu6.class);
      }
      places[i] = null;
      places[last] =
          new Network.Node(
              node.path(), operation(convolution, tail, shapes.get(inputs.get(0))), inputs);
    }
    return numbered(places);
  }

  private static Operation operation(Convolution convolution, Tail tail, Shape size) {
    if (tail == Tail.NONE && SingleMapConvolution.computes(convolution)) {
      return new SingleMapConvolution(convolution, size);
    }
    return PhasedConvolution.isFaster(convolution, tail)
        ? new PhasedConvolution(convolution, tail, size)
        : new OneDnnConvolution(convolution, tail, size);
  }

  /** The only reader of a node if it is of the given kind, else -1. */
  private int onlyReader(int node, Class<? extends Operation> kind) {
    List<Integer> all = readers.get(node);
    return all.size() == 1 && kind.isInstance(nodes.get(all.get(0)).operation()) ? all.get(0) : -1;
  }

  /**
   * Whether the second input of a sum may be overwritten: all other readers are convolutions before
   * the sum, so none reads it later, not even through a view.
   */
  private boolean mayOverwriteOther(int sum, int first) {
    List<Integer> inputs = nodes.get(sum).inputs();
    return inputs.get(0) == first
        && readers.get(inputs.get(1)).stream()
            .allMatch(
                reader ->
                    reader == sum
                        || reader < sum && nodes.get(reader).operation() instanceof Convolution);
  }

  /** The remaining nodes, with inputs renumbered. */
  private static List<Network.Node> numbered(Network.Node[] places) {
    int[] position = new int[places.length];
    List<Network.Node> remaining = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Network.Node node = places[i];
      if (node != null) {
        List<Integer> inputs = node.inputs().stream().map(input -> position[input]).toList();
        position[i] = remaining.size();
        remaining.add(new Network.Node(node.path(), node.operation(), inputs));
      }
    }
    return remaining;
  }
}
