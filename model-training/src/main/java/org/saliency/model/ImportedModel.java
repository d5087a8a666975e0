package org.saliency.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoint;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.network.Network;
import org.saliency.network.Networks;
import org.saliency.network.Parameter;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * A model with weights imported from a PyTorch, torchvision or safetensors file.
 *
 * @param model the model; its provenance names the file and its SHA-256
 * @param source the file as read
 * @param taken the network's tensors found in the file
 * @param dropped unused tensors of the file, by their names there
 * @param initial the network's tensors that are not in the file and keep their initial values
 */
public record ImportedModel(
    Model model,
    Checkpoint source,
    List<String> taken,
    List<String> dropped,
    List<String> initial) {

  private static final String COUNTER = "num_batches_tracked";

  /** Treatment of tensors that belong neither to the network nor to a known head. */
  public enum UnknownTensors {
    /** Reject the file. */
    REFUSE,
    /** Ignore the tensors. */
    DROP
  }

  public ImportedModel {
    taken = List.copyOf(taken);
    dropped = List.copyOf(dropped);
    initial = List.copyOf(initial);
  }

  /**
   * Imports the weights of a file into a model. Names are the network's own, or torchvision's for a
   * DeepLabV3 ({@code backbone.*} is the encoder, {@code classifier.0.*} the ASPP) or an ImageNet
   * classifier; a common prefix {@code module.} is ignored. Heads ({@code fc.*}, the rest of {@code
   * classifier.*}, {@code aux_classifier.*}) are dropped. float16, bfloat16 and float64 become
   * float32.
   *
   * @param file in any format of {@link Checkpoints#read}
   * @param initial supplies the tensors that the file lacks
   * @throws UserException of kind INPUT, naming the file, when it cannot be read, contains none of
   *     the network's tensors, has a tensor of another shape or the same tensor twice, fits another
   *     known network better, or has unknown tensors that are not to be dropped
   */
  public static ImportedModel read(Path file, Model initial, UnknownTensors unknown) {
    return of(file.getFileName().toString(), Checkpoints.read(file), initial, unknown);
  }

  static ImportedModel of(
      String file, Checkpoint checkpoint, Model initial, UnknownTensors unknown) {
    Import work = new Import(file, checkpoint.tensors(), initial.network());
    work.requireAny();
    work.requireShapes();
    if (unknown == UnknownTensors.REFUSE) {
      work.requireNoUnknown();
    }
    work.requireNoBetterNetwork();
    Weights weights = work.weights(initial.weights());
    List<String> untouched = new ArrayList<>(initial.network().parameters().keySet());
    untouched.removeAll(work.names.sources().keySet());
    List<String> dropped = new ArrayList<>(work.names.heads());
    dropped.addAll(work.names.unknown());
    return new ImportedModel(
        model(file, checkpoint, initial, weights, untouched.size()),
        checkpoint,
        initial.network().parameters().keySet().stream()
            .filter(work.names.sources()::containsKey)
            .toList(),
        dropped,
        untouched);
  }

  private static Model model(
      String file, Checkpoint checkpoint, Model initial, Weights weights, int untouched) {
    Map<String, String> provenance = new TreeMap<>(initial.description().provenance());
    String before = provenance.getOrDefault("weights", "initial");
    provenance.put("weights", "imported from " + file + " (" + checkpoint.container() + ")");
    provenance.put("weights_sha256", checkpoint.sha256());
    if (untouched > 0) {
      provenance.put("weights_not_in_file", untouched + " tensors: " + before);
    }
    return Model.of(
        initial.network(), weights, initial.description().inputSize(), Map.of(), provenance);
  }

  /** Counts of taken, dropped and initial tensors by module, one line each. */
  public String summary() {
    List<String> own = new ArrayList<>(taken);
    own.addAll(initial);
    return line("taken", taken, own)
        + line("dropped", dropped, source.tensors().keySet())
        + line("left at initial value", initial, own);
  }

  private static String line(String what, List<String> names, Collection<String> all) {
    String modules = names.isEmpty() ? "" : ": " + NameList.summary(names, all);
    return String.format(Locale.ROOT, "%-22s %4d%s%n", what, names.size(), modules);
  }

  /** Matches the tensors of a file with a network. */
  private record Import(
      String file,
      Map<String, Tensor> tensors,
      Network network,
      Map<String, Parameter> parameters,
      WeightNames names) {

    Import(String file, Map<String, Tensor> tensors, Network network) {
      this(file, tensors, network, network.parameters());
    }

    private Import(
        String file,
        Map<String, Tensor> tensors,
        Network network,
        Map<String, Parameter> parameters) {
      this(
          file,
          tensors,
          network,
          parameters,
          WeightNames.of(parameters.keySet(), tensors.keySet()));
    }

    void requireAny() {
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

    void requireShapes() {
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
    Optional<String> misfit() {
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

    void requireNoUnknown() {
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
    void requireNoBetterNetwork() {
      Set<String> partial = partialModules();
      if (partial.isEmpty()) {
        return;
      }
      better()
          .ifPresent(
              name -> {
                throw UserException.input(
                    "cannot import %s: it has only a part of the %s of %s, but fits %s: give"
                        + " --network %s",
                    file, String.join(" and the ", partial), network.name(), name, name);
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

    /** Another known network that the file fits completely. */
    private Optional<String> better() {
      return Networks.names().stream()
          .filter(name -> !name.equals(network.name()))
          .filter(name -> new Import(file, tensors, Networks.named(name)).fitsCompletely())
          .findFirst();
    }

    private String fix(String otherwise) {
      return better()
          .map(name -> String.format(Locale.ROOT, "; it fits %s: give --network %s", name, name))
          .orElse(otherwise);
    }

    private static String examples(Collection<String> names) {
      String some = names.stream().limit(3).collect(Collectors.joining(", "));
      String line = some.replaceAll("\\p{Cntrl}", "?");
      return names.size() > 3 ? line + ", ..." : line;
    }

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
      for (float value : tensor.floats()) {
        if (!Float.isFinite(value)) {
          throw UserException.input(
              "cannot import %s: %s contains the value %s: use weights from before the training"
                  + " diverged",
              file, source, value);
        }
      }
      return tensor;
    }
  }
}
