package org.saliency.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.network.ServingTarget.Convolutions;

/**
 * The form of a network that scores frames. Input: uint8 [batch, height, width, RGB] of any size,
 * or windows [batch, window, height, width, RGB]. Output: float32 maps [batch, height, width] of
 * the network's input size. Resizing and normalisation are included; each batch norm is folded into
 * the convolution before it.
 *
 * @param network the operations
 * @param weights their tensors
 * @param precision number format of the convolutions
 */
public record ServingForm(Network network, Weights weights, Precision precision) {

  /** SHA-256, in hexadecimal: equal for forms that give equal maps. */
  public String hash() {
    return weights.hash(network.toString() + precision);
  }

  /**
   * Compiles a network for one input size, normalisation and target. For a quantised target, the
   * result is the form that {@link #quantised} takes.
   */
  public static ServingForm compile(
      Network network,
      Weights weights,
      Size size,
      ColourStatistics normalisation,
      ServingTarget target) {
    return new Compiler(network, weights).compile(size, normalisation, target);
  }

  /**
   * The input part alone, for an external TorchScript model: uint8 [batch, height, width, RGB] of
   * any size becomes normalised float32 [batch, 3, height, width] of the given size.
   */
  public static ServingForm input(Size size, ColourStatistics normalisation) {
    List<Network.Node> steps =
        List.of(
            new Network.Node("", new FrameInput(size, 1), List.of()),
            new Network.Node("normalise", new Normalisation(3), List.of(0)));
    Map<String, Tensor> tensors =
        Map.of(
            "normalise.scale", normalisation.scale(), "normalise.offset", normalisation.offset());
    return new ServingForm(
        new Network("input", NetworkOptions.DEFAULTS, steps), new Weights(tensors), Precision.FP32);
  }

  /**
   * The form for other programs: normalised float32 planes as the training form takes them, and
   * maps as the serving form gives them, but with a channel: [batch, 1, height, width].
   */
  public static ServingForm ofPlanes(Network network, Weights weights) {
    return new Compiler(network, weights).ofPlanes();
  }

  /** The same form, compiled for oneDNN in float32, with quantised convolutions. */
  public ServingForm quantised(Quantisation quantisation) {
    return QuantisedConvolutions.in(this, quantisation);
  }

  /**
   * A form, compiled for oneDNN in float32, that gives {@linkplain ActivationHistograms histograms}
   * of the results of its convolutions instead of maps.
   */
  public ServingForm observed() {
    return new ServingForm(ActivationHistograms.of(network), weights, precision);
  }

  /**
   * The same form with calibrated maps.
   *
   * @param size size of the maps
   */
  public ServingForm calibrated(Calibration calibration, Size size) {
    if (calibration.isNone()) {
      return this;
    }
    List<Network.Node> steps = new ArrayList<>(network.nodes());
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    if (calibration.adaptation() != null) {
      AdaptedMap adapted = new AdaptedMap(calibration.adaptation(), size);
      steps.add(new Network.Node("adaptation", adapted, List.of(steps.size() - 1)));
      adapted.tensors().forEach((name, tensor) -> tensors.put("adaptation." + name, tensor));
    }
    if (calibration.hasCurve()) {
      Operation curve = new BrightnessCurve(calibration.brightness().size());
      steps.add(new Network.Node("brightness", curve, List.of(steps.size() - 1)));
      tensors.put("brightness.levels", calibration.levels());
    }
    if (calibration.priorWeight() > 0) {
      steps.add(new Network.Node("blend", new PriorBlend(size), List.of(steps.size() - 1)));
      tensors.put("blend.share", calibration.share());
      tensors.put("blend.prior", calibration.weightedPrior(size));
    }
    return new ServingForm(
        new Network(network.name(), network.options(), steps), new Weights(tensors), precision);
  }

  private static final class Compiler {

    private final Network source;
    private final Weights weights;
    private final List<Network.Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** New position of each source node. */
    private final int[] position;

    Compiler(Network source, Weights weights) {
      this.source = source;
      this.weights = weights;
      this.position = new int[source.nodes().size()];
    }

    ServingForm compile(Size size, ColourStatistics normalisation, ServingTarget target) {
      add(new Network.Node("", new FrameInput(size, source.options().window()), List.of()));
      int planes = add(new Network.Node("normalise", new Normalisation(3), List.of(0)));
      tensors.put("normalise.scale", normalisation.scale());
      tensors.put("normalise.offset", normalisation.offset());
      for (int i = 0; i < position.length; i++) {
        Network.Node node = source.nodes().get(i);
        if (node.operation() instanceof Input) {
          position[i] = planes;
        } else if (node.operation() instanceof BatchNorm) {
          position[i] = fold(node);
        } else {
          position[i] = copy(node);
        }
      }
      add(new Network.Node("", new DropChannel(), List.of(nodes.size() - 1)));
      List<Network.Node> compiled =
          target.convolutions() == Convolutions.PYTORCH ? nodes : OneDnnConvolutions.in(nodes);
      ServingForm form =
          new ServingForm(
              new Network(source.name(), source.options(), compiled),
              new Weights(tensors),
              target.precision());
      return target.convolutions() == Convolutions.ONE_DNN_TILES
          ? AtrousConvolutions.in(form)
          : form;
    }

    ServingForm ofPlanes() {
      for (int i = 0; i < position.length; i++) {
        position[i] = copy(source.nodes().get(i));
      }
      return new ServingForm(
          new Network(source.name(), source.options(), nodes),
          new Weights(tensors),
          Precision.FP32);
    }

    private int add(Network.Node node) {
      nodes.add(node);
      return nodes.size() - 1;
    }

    private int copy(Network.Node node) {
      for (Parameter parameter : node.operation().parameters()) {
        String name = node.path() + "." + parameter.name();
        tensors.put(name, weights.tensor(name));
      }
      List<Integer> inputs = node.inputs().stream().map(input -> position[input]).toList();
      for (Operation operation : node.operation().serving()) {
        inputs = List.of(add(new Network.Node(node.path(), operation, inputs)));
      }
      return inputs.get(0);
    }

    /** Scales a convolution's weights by gamma / sigma and adds the offset as bias. */
    private int fold(Network.Node norm) {
      int at = position[norm.inputs().get(0)];
      Network.Node node = nodes.get(at);
      if (!(node.operation() instanceof Convolution convolution) || convolution.bias()) {
        throw new IllegalStateException(
            "batch norm " + norm.path() + " does not follow a convolution without bias");
      }
      float[] gamma = weights.tensor(norm.path() + ".weight").floats();
      float[] beta = weights.tensor(norm.path() + ".bias").floats();
      float[] mean = weights.tensor(norm.path() + ".running_mean").floats();
      float[] variance = weights.tensor(norm.path() + ".running_var").floats();
      Tensor kernels = tensors.get(node.path() + ".weight");
      float[] folded = new float[kernels.floats().length];
      float[] bias = new float[gamma.length];
      int fanIn = convolution.fanIn();
      for (int channel = 0; channel < bias.length; channel++) {
        double scale =
            gamma[channel]
                / Math.sqrt(
                    variance[channel] + ((BatchNorm) norm.operation()).constants().epsilon());
        bias[channel] = (float) (beta[channel] - mean[channel] * scale);
        scale(kernels.floats(), channel * fanIn, fanIn, scale, folded);
      }
      tensors.put(node.path() + ".weight", Tensor.of(kernels.shape(), folded));
      tensors.put(node.path() + ".bias", Tensor.of(new long[] {bias.length}, bias));
      nodes.set(at, new Network.Node(node.path(), convolution.withBias(), node.inputs()));
      return at;
    }

    private static void scale(float[] from, int start, int count, double factor, float[] to) {
      for (int i = start; i < start + count; i++) {
        to[i] = (float) (from[i] * factor);
      }
    }
  }
}
