package org.saliency.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoint;
import org.saliency.checkpoint.Checkpoints;
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
    WeightMatch match = new WeightMatch(file, checkpoint.tensors(), initial.network());
    match.requireFit(unknown);
    Weights weights = match.weights(initial.weights());
    WeightNames names = match.names();
    List<String> untouched = new ArrayList<>(initial.network().parameters().keySet());
    untouched.removeAll(names.sources().keySet());
    List<String> dropped = new ArrayList<>(names.heads());
    dropped.addAll(names.unknown());
    return new ImportedModel(
        model(file, checkpoint, initial, weights, untouched.size()),
        checkpoint,
        initial.network().parameters().keySet().stream()
            .filter(names.sources()::containsKey)
            .toList(),
        dropped,
        untouched);
  }

  private static Model model(
      String file, Checkpoint checkpoint, Model initial, Weights weights, int untouched) {
    ModelDescription before = initial.description();
    Map<String, String> provenance = new TreeMap<>();
    if (untouched > 0) {
      provenance.putAll(before.provenance());
      String origin = provenance.getOrDefault("weights", "initial");
      provenance.put("weights_not_in_file", untouched + " tensors: " + origin);
    }
    provenance.put("weights", "imported from " + file + " (" + checkpoint.container() + ")");
    provenance.put("weights_sha256", checkpoint.sha256());
    return Model.of(initial.network(), weights, before.inputSize(), Map.of(), provenance)
        .declaringTests(before.declaredTests())
        .trainedOn(untouched > 0 ? before.trainedVideos() : TrainedVideos.NONE);
  }

  /**
   * The same import with what the model that the weights were exported from brings: its declared
   * test videos, the videos that it was trained on, and its notes.
   */
  ImportedModel bringing(ModelDescription exported) {
    ModelDescription own = model.description();
    Map<String, String> provenance = new TreeMap<>(own.provenance());
    ProvenanceNotes.addOfWeights(exported.provenance(), provenance);
    Model remembering =
        Model.of(model.network(), model.weights(), own.inputSize(), Map.of(), provenance)
            .declaringTests(own.declaredTests())
            .declaringTests(exported.declaredTests())
            .trainedOn(own.trainedVideos().and(exported.trainedVideos()));
    return new ImportedModel(remembering, source, taken, dropped, initial);
  }

  /** The same import with the description of the model that the weights were exported from. */
  ImportedModel describedAs(ModelDescription description) {
    Model described = Model.described(model.network(), model.weights(), description);
    return new ImportedModel(described, source, taken, dropped, initial);
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
}
