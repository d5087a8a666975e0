package org.saliency.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Parameter;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.storage.Text;

/**
 * The tensors of a file and their places in a network.
 *
 * @param file name of the file
 * @param tensors the tensors of the file, by their names there
 * @param network the network
 * @param parameters tensors of the network by name
 * @param names pairs of the names
 */
record WeightMatch(
    String file,
    Map<String, Tensor> tensors,
    Network network,
    Map<String, Parameter> parameters,
    WeightNames names) {

  private static final String COUNTER = "num_batches_tracked";
  private static final String VARIANCE = "running_var";

  WeightMatch(String file, Map<String, Tensor> tensors, Network network) {
    this(file, tensors, network, network.parameters());
  }

  private WeightMatch(
      String file,
      Map<String, Tensor> tensors,
      Network network,
      Map<String, Parameter> parameters) {
    this(file, tensors, network, parameters, WeightNames.of(parameters.keySet(), tensors.keySet()));
  }

  /**
   * Requires the file to fit the network.
   *
   * @throws UserException of kind INPUT when it does not
   */
  void requireFit(UnknownTensors unknown) {
    requireAny();
    requireShapes();
    if (unknown == UnknownTensors.REFUSE) {
      requireNoUnknown();
    }
    requireNoBetterNetwork();
  }

  private void requireAny() {
    if (names.sources().isEmpty()) {
      throw UserException.input(
          "cannot import %s: it has another architecture: none of its %d tensors (%s) is in %s%s",
          file, tensors.size(), examples(tensors.keySet()), network.name(), fix(""));
    }
    names
        .duplicates()
        .forEach(
            (second, first) -> {
              throw UserException.input(
                  "cannot import %s: its tensors %s and %s map to the same tensor of %s: save"
                      + " only one of the networks",
                  file, first, second, network.name());
            });
  }

  private void requireShapes() {
    misfit()
        .ifPresent(
            name -> {
              String source = names.sources().get(name);
              throw UserException.input(
                  "cannot import %s: %s is %s, but %s of %s has shape %s%s",
                  file,
                  source,
                  tensors.get(source),
                  name,
                  network.name(),
                  Arrays.toString(parameters.get(name).shape()),
                  fix(": give the network that it was saved from with --network"));
            });
  }

  /** The first tensor of the wrong shape or type. */
  private Optional<String> misfit() {
    return names.sources().entrySet().stream()
        .filter(entry -> !fits(tensors.get(entry.getValue()), parameters.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean fits(Tensor tensor, Parameter parameter) {
    return isCounter(parameter)
        ? Tensor.elements(tensor.shape()) == 1
        : tensor.isFloat() && Arrays.equals(tensor.shape(), parameter.shape());
  }

  private static boolean isCounter(Parameter parameter) {
    return parameter.initial() == Parameter.Initial.COUNT;
  }

  private void requireNoUnknown() {
    if (!names.unknown().isEmpty()) {
      throw UserException.input(
          "cannot import %s: %d of its tensors are not in %s (%s)%s",
          file,
          names.unknown().size(),
          network.name(),
          examples(names.unknown()),
          fix(": drop them with --allow-unknown"));
    }
  }

  /** Rejects a file that fits this network in part and another one completely. */
  private void requireNoBetterNetwork() {
    Set<String> partial = partialModules();
    if (partial.isEmpty()) {
      return;
    }
    better()
        .ifPresent(
            other -> {
              throw UserException.input(
                  "cannot import %s: it has only a part of the %s of %s, but fits %s: give %s",
                  file,
                  String.join(" and the ", partial),
                  network.name(),
                  other.name(),
                  arguments(other));
            });
  }

  /** Outermost modules that are only partly in the file. */
  private Set<String> partialModules() {
    Map<String, Set<Boolean>> presence =
        parameters.keySet().stream()
            .filter(name -> !name.endsWith(COUNTER))
            .collect(
                Collectors.groupingBy(
                    name -> name.split("\\.", 2)[0],
                    LinkedHashMap::new,
                    Collectors.mapping(names.sources()::containsKey, Collectors.toSet())));
    presence.values().removeIf(present -> present.size() == 1);
    return presence.keySet();
  }

  private boolean fitsCompletely() {
    return !names.sources().isEmpty()
        && names.unknown().isEmpty()
        && misfit().isEmpty()
        && partialModules().isEmpty();
  }

  /** Another network, or this one with other options, that the file fits completely. */
  private Optional<Network> better() {
    Map<String, String> wanted = new LinkedHashMap<>(network.options().values());
    wanted.putAll(OptionHints.of(tensors, network));
    NetworkOptions options = NetworkOptions.of(wanted);
    return Stream.concat(Stream.of(network.name()), Networks.names().stream())
        .map(name -> Networks.named(name, options))
        .filter(other -> !other.name().equals(network.name()) || !options.equals(network.options()))
        .filter(other -> new WeightMatch(file, tensors, other).fitsCompletely())
        .findFirst();
  }

  /** The arguments by which a network differs from this one. */
  private String arguments(Network other) {
    List<String> arguments = new ArrayList<>();
    if (!other.name().equals(network.name())) {
      arguments.add("--network " + other.name());
    }
    Map<String, String> own = network.options().all();
    other
        .options()
        .values()
        .forEach(
            (key, value) -> {
              if (!value.equals(own.get(key))) {
                arguments.add("--set network." + key + "=" + value);
              }
            });
    return String.join(" ", arguments);
  }

  private String fix(String otherwise) {
    return better()
        .map(
            other ->
                String.format(Locale.ROOT, "; it fits %s: give %s", other.name(), arguments(other)))
        .orElse(otherwise);
  }

  private static String examples(Collection<String> names) {
    return Text.first(names, 3).replaceAll("\\p{Cntrl}", "?");
  }

  /** The weights of the network: those of the file, else the initial ones. */
  Weights weights(Weights initial) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          String source = names.sources().get(name);
          result.put(name, source == null ? initial.tensor(name) : converted(source, parameter));
        });
    return new Weights(result);
  }

  private Tensor converted(String source, Parameter parameter) {
    Tensor tensor = tensors.get(source);
    if (isCounter(parameter)) {
      long count = tensor.isFloat() ? (long) tensor.floats()[0] : tensor.longs()[0];
      return Tensor.of(parameter.shape(), new long[] {count});
    }
    boolean isVariance = parameter.name().endsWith(VARIANCE);
    for (float value : tensor.floats()) {
      if (!Float.isFinite(value) || isVariance && value < 0) {
        throw UserException.input(
            "cannot import %s: %s contains the value %s: use weights from before the training"
                + " diverged",
            file, source, value);
      }
    }
    return tensor;
  }
}
