package org.saliency.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.network.OneDnnConvolution.Tail;

/**
 * Replaces {@link OneDnnConvolution}s by {@link QuantisedConvolution}s where the range of their
 * input is known. The first convolution, those of pooled features and all after {@link
 * FullPrecision} stay float32; where the two kinds meet, features are converted.
 *
 * <p>Resizing and concatenation do not change the range of features, so their inputs and results
 * have one representation: they form a group, whose range is the largest of its convolutions.
 */
final class QuantisedConvolutions {

  private static final int MISSING = -1;

  private final List<Network.Node> nodes;
  private final Map<String, Tensor> tensors;
  private final int end;
  private final List<Shape> shapes;

  /** For each node, the representation of its result; empty if its range is unknown. */
  private final List<Optional<Activation>> activations;

  /** For each node, whether a quantised convolution reads its result. */
  private final boolean[] isWanted;

  private final List<Network.Node> results = new ArrayList<>();

  /** New position of each node's result in float32 and in 8 bits. */
  private final int[] floats;

  private final int[] bytes;

  private QuantisedConvolutions(ServingForm form, Quantisation quantisation) {
    this.nodes = form.network().nodes();
    this.tensors = new LinkedHashMap<>(form.weights().tensors());
    this.end = end(nodes);
    this.shapes = Network.shapes(nodes);
    this.activations = new ActivationGroups(nodes).activations(quantisation);
    this.isWanted = wanted();
    this.floats = new int[nodes.size()];
    this.bytes = new int[nodes.size()];
    Arrays.fill(floats, MISSING);
    Arrays.fill(bytes, MISSING);
  }

  static ServingForm in(ServingForm form, Quantisation quantisation) {
    QuantisedConvolutions quantised = new QuantisedConvolutions(form, quantisation);
    quantised.replace();
    Network network = form.network();
    return new ServingForm(
        new Network(network.name(), network.options(), quantised.results),
        new Weights(quantised.tensors),
        form.precision());
  }

  /** Position of the first node that is float32 in any form. */
  static int end(List<Network.Node> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).operation() instanceof FullPrecision) {
        return i;
      }
    }
    return nodes.size();
  }

  private boolean isQuantised(int node) {
    return node < end
        && nodes.get(node).operation() instanceof OneDnnConvolution convolution
        && nodes.get(node).inputs().stream().allMatch(input -> activations.get(input).isPresent())
        && (!convolution.tail().isSum() || activations.get(node).isPresent());
  }

  private boolean[] wanted() {
    boolean[] wanted = new boolean[nodes.size()];
    for (int i = end - 1; i >= 0; i--) {
      if (isQuantised(i)) {
        nodes.get(i).inputs().forEach(input -> wanted[input] = true);
        // The result of a sum takes the place of its second input, so it has the same size.
        wanted[i] |= ((OneDnnConvolution) nodes.get(i).operation()).tail().isSum();
      } else if (wanted[i] && staysInBytes(nodes.get(i))) {
        ActivationGroups.sources(nodes.get(i)).forEach(input -> wanted[input] = true);
      }
    }
    return wanted;
  }

  private void replace() {
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      if (isQuantised(i)) {
        int result = add(node.path(), convolution(i, node), inBytes(node.inputs()));
        (isWanted[i] ? bytes : floats)[i] = result;
        quantiseWeights(node);
      } else if (isWanted[i] && staysInBytes(node)) {
        bytes[i] = add(node.path(), node.operation(), inBytes(node.inputs()));
      } else if (node.operation() instanceof GlobalAverage && isInBytes(node.inputs().get(0))) {
        int input = node.inputs().get(0);
        Operation average = new ByteAverage(activations.get(input).orElseThrow());
        floats[i] = add(node.path(), average, List.of(bytes[input]));
      } else {
        List<Integer> inputs =
            node.operation() instanceof ResizeLike
                ? List.of(inFloat(node.inputs().get(0)), inEither(node.inputs().get(1)))
                : node.inputs().stream().map(this::inFloat).toList();
        floats[i] = add(node.path(), node.operation(), inputs);
      }
    }
  }

  /**
   * Whether an operation is done on 8-bit features. PyTorch's interpolation of these is slow (6 %
   * of the time of {@code deeplab-resnet50}), so features to be resized are float32 before and
   * after.
   */
  private static boolean staysInBytes(Network.Node node) {
    return node.operation() instanceof Concatenation;
  }

  private boolean isInBytes(int node) {
    return floats[node] == MISSING && bytes[node] != MISSING;
  }

  private QuantisedConvolution convolution(int node, Network.Node source) {
    OneDnnConvolution operation = (OneDnnConvolution) source.operation();
    Tail tail = operation.tail();
    int input = source.inputs().get(0);
    return new QuantisedConvolution(
        operation.convolution().withBias(),
        tail,
        shapes.get(input),
        activations.get(input).orElseThrow(),
        tail.isSum() ? activations.get(source.inputs().get(1)) : Optional.empty(),
        isWanted[node] ? activations.get(node) : Optional.empty());
  }

  private void quantiseWeights(Network.Node node) {
    WeightRounding rounding = WeightRounding.of(tensors.get(node.path() + ".weight"));
    tensors.put(node.path() + ".weight", rounding.weights());
    tensors.put(node.path() + "." + QuantisedConvolution.SCALES, rounding.scales());
    tensors.computeIfAbsent(
        node.path() + ".bias",
        name -> {
          long[] shape = rounding.scales().shape();
          return Tensor.of(shape, new float[(int) shape[0]]);
        });
  }

  private List<Integer> inBytes(List<Integer> sources) {
    return sources.stream().map(this::inBytes).toList();
  }

  private int inBytes(int node) {
    if (bytes[node] == MISSING) {
      Operation quantise = new Quantise(activations.get(node).orElseThrow());
      bytes[node] = add("", quantise, List.of(floats[node]));
    }
    return bytes[node];
  }

  private int inFloat(int node) {
    if (floats[node] == MISSING) {
      Operation dequantise = new Dequantise(activations.get(node).orElseThrow());
      floats[node] = add("", dequantise, List.of(bytes[node]));
    }
    return floats[node];
  }

  private int inEither(int node) {
    return bytes[node] == MISSING ? floats[node] : bytes[node];
  }

  private int add(String path, Operation operation, List<Integer> inputs) {
    results.add(new Network.Node(path, operation, inputs));
    return results.size() - 1;
  }
}
