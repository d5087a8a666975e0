package org.saliency.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.saliency.network.OneDnnConvolution.Tail;

/** Groups of nodes whose results have the same representation in 8 bits. */
final class ActivationGroups {

  private static final Set<Tail> SIGNED = Set.of(Tail.NONE, Tail.ADD);

  private final List<Network.Node> nodes;

  /** For each node, another one of its group; the first one of the group for itself. */
  private final int[] group;

  ActivationGroups(List<Network.Node> nodes) {
    this.nodes = nodes;
    this.group = IntStream.range(0, nodes.size()).toArray();
    for (int i = 0; i < group.length; i++) {
      for (int source : sources(nodes.get(i))) {
        int first = Math.min(first(i), first(source));
        group[first(i)] = first;
        group[first(source)] = first;
      }
    }
  }

  /** The inputs whose values an operation copies or interpolates; none for other operations. */
  static List<Integer> sources(Network.Node node) {
    Operation operation = node.operation();
    if (operation instanceof Concatenation) {
      return node.inputs();
    }
    boolean isInterpolation =
        operation instanceof MaxPool
            || operation instanceof Upsample
            || operation instanceof ResizeLike;
    return isInterpolation ? node.inputs().subList(0, 1) : List.of();
  }

  /** Whether results of a convolution may be negative. */
  static boolean isSigned(OneDnnConvolution convolution) {
    return SIGNED.contains(convolution.tail());
  }

  private int first(int node) {
    int found = node;
    while (group[found] != found) {
      found = group[found];
    }
    return found;
  }

  /** For each node, the representation of its result; empty if the range is unknown. */
  List<Optional<Activation>> activations(Quantisation quantisation) {
    Map<Integer, Double> ranges = new HashMap<>();
    Set<Integer> signed = new HashSet<>();
    Set<Integer> unknown = new HashSet<>();
    for (int i = 0; i < group.length; i++) {
      Network.Node node = nodes.get(i);
      Double range = quantisation.ranges().get(node.path());
      if (node.operation() instanceof OneDnnConvolution convolution && range != null) {
        ranges.merge(first(i), range, Math::max);
        if (isSigned(convolution)) {
          signed.add(first(i));
        }
      } else if (sources(node).isEmpty()) {
        unknown.add(first(i));
      }
    }
    return IntStream.range(0, group.length)
        .map(this::first)
        .mapToObj(
            first ->
                unknown.contains(first)
                    ? Optional.<Activation>empty()
                    : Optional.of(Activation.of(ranges.get(first), signed.contains(first))))
        .toList();
  }
}
