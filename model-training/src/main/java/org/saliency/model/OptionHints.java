package org.saliency.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.saliency.network.Network;
import org.saliency.network.Tensor;

/** Options of a network that the tensors of a file reveal. */
final class OptionHints {

  private OptionHints() {}

  /**
   * Options by name, as {@code NetworkOptions.of} takes them.
   *
   * @param tensors tensors of the file; their names may have prefixes
   * @param network the network that the file is imported into
   */
  static Map<String, String> of(Map<String, Tensor> tensors, Network network) {
    Map<String, String> hints = new LinkedHashMap<>();
    for (int number = 1; number <= 3; number++) {
      Optional<Long> channels = size(tensors, "skip" + number + ".0.weight", 0);
      if (channels.isPresent()) {
        hints.put("output-stride", Integer.toString(4 << number));
        hints.put("skip-channels", channels.get().toString());
      }
    }
    if (!hints.containsKey("skip-channels") && size(tensors, "up1.0.weight", 0).isPresent()) {
      hints.put("skip-channels", "0");
    }
    size(tensors, "up1.0.weight", 0)
        .filter(channels -> channels % 4 == 0 && channels != decoderChannels(network))
        .ifPresent(channels -> hints.put("decoder-channels", channels.toString()));
    size(tensors, "smoothing.horizontal", 3)
        .filter(taps -> taps % 2 == 1)
        .ifPresent(taps -> hints.put("smoothing", taps.toString()));
    size(tensors, "center_prior.weight", 3)
        .ifPresent(columns -> hints.put("center-prior", "learned"));
    if (network.options().window() == 1) {
      size(tensors, "temporal.gates.weight", 0).ifPresent(channels -> hints.put("window", "2"));
    }
    return hints;
  }

  private static long decoderChannels(Network network) {
    return network.parameters().get("up1.0.weight").shape()[0];
  }

  /** A dimension of the tensor whose name ends in this way, within the range of any option. */
  private static Optional<Long> size(Map<String, Tensor> tensors, String name, int dimension) {
    return tensors.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().endsWith("." + name))
        .map(entry -> entry.getValue().shape())
        .filter(shape -> shape.length == 4)
        .map(shape -> shape[dimension])
        .filter(size -> size > 0 && size <= 255)
        .findFirst();
  }
}
