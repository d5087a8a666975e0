package org.saliency.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
 * A model that took its weights from a file of PyTorch, torchvision or safetensors, and what became
 * of every tensor.
 *
 * @param model with the weights of the file; its provenance names the file and its SHA-256
 * @param source the file as read
 * @param taken the network's tensors that the file gave
 * @param dropped tensors of the file that were left out, as the file names them
 * @param initial the network's tensors that the file lacks and that keep their initial values
 */
public record ImportedModel(
    Model model,
    Checkpoint source,
    List<String> taken,
    List<String> dropped,
    List<String> initial) {

  private static final String COUNTER = "num_batches_tracked";

  /** What to do with tensors that are neither the network's nor a known network's head. */
  public enum UnknownTensors {
    /** Refuse the file. */
    REFUSE,
    /** Leave them out. */
    DROP
  }

  /** Lists cannot be changed. */
  public ImportedModel {
    taken = List.copyOf(taken);
    dropped = List.copyOf(dropped);
    initial = List.copyOf(initial);
  }

  /**
   * Brings the weights of a file into a model. Names are the network's own, or torchvision's for a
   * DeepLabV3 ({@code backbone.*} is the encoder, {@code classifier.0.*} the ASPP) or for an
   * ImageNet classifier; {@code module.} before all names is passed over. Heads ({@code fc.*}, the
   * rest of {@code classifier.*}, {@code aux_classifier.*}) are dropped. float16, bfloat16 and
   * float64 become float32.
   *
   * @param file in any form that {@link Checkpoints#read} knows
   * @param initial whose values stay where the file has none
   * @throws UserException of kind INPUT, naming the file, when it cannot be read, fits nothing, has
   *     a tensor of another shape, names the same tensor twice, or fits another known network
   *     better; and when it has tensors of unknown names that are not to be dropped
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
    work.requireWhole();
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

  /** What became of the tensors, for people: counts by module, one line each. */
  public String summary() {
    List<String> own = new ArrayList<>(taken);
    own.addAll(initial);
    return line("taken", taken, own)
        + line("dropped", dropped, source.tensors().keySet())
        + line("left at initial value", initial, own);
  }

  private static String line(String what, List<String> names, Collection<String> all) {
    String modules = names.isEmpty() ? "" : ": " + NameList.summary(names, all);
    return String.format("%-22s %4d%s%n", what, names.size(), modules);
  }

  /** One file against one network. */
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
            "cannot import %s: it is of another architecture: %s has none of its %d tensors (%s)%s",
            file, network.name(), tensors.size(), examples(tensors.keySet()), mend(""));
      }
      names
          .doubles()
          .forEach(
              (second, first) -> {
                throw UserException.input(
                    "cannot import %s: its tensors %s and %s stand for the same one of %s; save one"
                        + " of the networks alone",
                    file, first, second, network.name());
              });
    }

    void requireShapes() {
      misfit()
          .ifPresent(
              name -> {
                String source = names.sources().get(name);
                throw UserException.input(
                    "cannot import %s: %s is %s, but %s of %s takes %s%s",
                    file,
                    source,
                    tensors.get(source),
                    name,
                    network.name(),
                    Arrays.toString(parameters.get(name).shape()),
                    mend("; give the network that it was saved from by --network"));
              });
    }

    /** The first tensor that does not fit. */
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
            "cannot import %s: %s has no place for %d of its tensors (%s)%s",
            file,
            network.name(),
            names.unknown().size(),
            examples(names.unknown()),
            mend("; drop them with --allow-unknown"));
      }
    }

    /** A network that the file fits in part is wrong when there is one that it fits as a whole. */
    void requireWhole() {
      Set<String> halves = halfFilled();
      if (halves.isEmpty()) {
        return;
      }
      better()
          .ifPresent(
              name -> {
                throw UserException.input(
                    "cannot import %s: it has but a part of the %s of %s; it fits %s: give"
                        + " --network %s",
                    file, String.join(" and the ", halves), network.name(), name, name);
              });
    }

    /** Outermost modules of which the file has some tensors and lacks others. */
    private Set<String> halfFilled() {
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

    private boolean fitsWhole() {
      return !names.sources().isEmpty()
          && names.unknown().isEmpty()
          && misfit().isEmpty()
          && halfFilled().isEmpty();
    }

    /** Another known network that the file fits as a whole. */
    private Optional<String> better() {
      return Networks.names().stream()
          .filter(name -> !name.equals(network.name()))
          .filter(name -> new Import(file, tensors, Networks.named(name)).fitsWhole())
          .findFirst();
    }

    private String mend(String otherwise) {
      return better()
          .map(name -> "; it fits %s: give --network %s".formatted(name, name))
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
              "cannot import %s: %s holds the value %s, so that %s would predict nothing; take weights"
                  + " from before the training diverged",
              file, source, value, network.name());
        }
      }
      return tensor;
    }
  }
}
