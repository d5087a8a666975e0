package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Histograms of the magnitudes of the results of all convolutions before {@link FullPrecision}:
 * float32 [convolutions, {@link #BINS}]. Bins are {@link #PER_OCTAVE} to a factor of two, from 2 to
 * the {@link #LOWEST}th power; the first also counts smaller values and zeros, the last larger
 * ones. Every second row and column is counted.
 *
 * @param count number of convolutions
 */
public record ActivationHistograms(int count) implements Operation {

  /** Binary logarithm of the lower edge of the first bin. */
  public static final int LOWEST = -24;

  /** Bins between a value and its double. */
  public static final int PER_OCTAVE = 16;

  private static final int HIGHEST = 16;

  /** Number of bins of a histogram. */
  public static final int BINS = (HIGHEST - LOWEST) * PER_OCTAVE;

  /** An operation whose result is counted. */
  private record Observed(OneDnnConvolution operation, int index) implements Operation {

    @Override
    public List<Parameter> parameters() {
      return operation.parameters();
    }

    @Override
    public Shape output(List<Shape> inputs) {
      return operation.output(inputs);
    }

    @Override
    public int fanIn() {
      return operation.fanIn();
    }

    @Override
    public void write(Code code, Code.Self self, List<String> inputs, String result) {
      operation.write(code, self, inputs, result);
      // Counted here, since a later operation may overwrite the result.
      String rows = everySecond(result, 2);
      code.assign(
          variable(index),
          "torch.histc(torch.clamp(torch.log2(torch.abs(%s)), %d, %d), %d, %d, %d)",
          everySecond(rows, 3),
          LOWEST,
          HIGHEST,
          BINS,
          LOWEST,
          HIGHEST);
    }

    private static String everySecond(String x, int dimension) {
      return String.format(
          Locale.ROOT, "torch.slice(%s, %d, 0, %d, 2)", x, dimension, Long.MAX_VALUE);
    }
  }

  /** A network that gives histograms instead of maps. */
  static Network of(Network network) {
    List<Network.Node> nodes = new ArrayList<>();
    int count = 0;
    int end = QuantisedConvolutions.end(network.nodes());
    for (Network.Node node : network.nodes().subList(0, end)) {
      nodes.add(
          node.operation() instanceof OneDnnConvolution convolution
              ? new Network.Node(node.path(), new Observed(convolution, count++), node.inputs())
              : node);
    }
    nodes.add(new Network.Node("", new ActivationHistograms(count), List.of()));
    return new Network(network.name(), network.options(), nodes);
  }

  /** Paths of the convolutions of a {@linkplain ServingForm#observed form}, in order. */
  public static List<String> paths(ServingForm observed) {
    return observed.network().nodes().stream()
        .filter(node -> node.operation() instanceof Observed)
        .map(Network.Node::path)
        .toList();
  }

  /** Paths of those whose results may be negative. */
  public static List<String> signedPaths(ServingForm observed) {
    return observed.network().nodes().stream()
        .filter(
            node ->
                node.operation() instanceof Observed convolution
                    && ActivationGroups.isSigned(convolution.operation()))
        .map(Network.Node::path)
        .toList();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String all =
        IntStream.range(0, count)
            .mapToObj(ActivationHistograms::variable)
            .collect(Collectors.joining(", "));
    code.assign(result, "torch.stack([%s], 0)", all);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(count, BINS, 1);
  }

  private static String variable(int index) {
    return "_histogram" + index;
  }
}
