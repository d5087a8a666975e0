package org.saliency.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoint;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.frame.Size;
import org.saliency.model.ImportedModel.UnknownTensors;
import org.saliency.network.Network;
import org.saliency.network.Weights;

/**
 * Makes a model from a weights file. The network is that of an existing model, of the description
 * in the file (a model, or weights exported from one), or a new one.
 *
 * @param weights the file, in any format of {@link Checkpoints#read}
 * @param key name of the state dict in the file; empty for the only one
 * @param onto model whose network is used, and whose weights stay where the file has none
 * @param network the network asked for; a new network needs a name
 * @param newInputSize input size of a new network
 * @param seed seed of the initial weights of a new network
 * @param unknown treatment of tensors that the network has no place for
 */
public record ModelImport(
    Path weights,
    Optional<String> key,
    Optional<Path> onto,
    NetworkRequest network,
    Size newInputSize,
    long seed,
    UnknownTensors unknown) {

  /**
   * Imports the weights.
   *
   * @throws UserException of kind INPUT when the file cannot be read or does not fit, of kind USAGE
   *     when the network asked for is missing, or differs from that of the model or file
   */
  public ImportedModel run() {
    String file = weights.getFileName().toString();
    Optional<Model> target = onto.map(this::target);
    Checkpoint checkpoint = Checkpoints.read(weights, key);
    Optional<ModelDescription> source =
        Optional.ofNullable(checkpoint.metadata().get(Model.DESCRIPTION_FILE))
            .or(() -> Checkpoints.text(weights, Model.DESCRIPTION_FILE))
            .map(text -> ModelArchive.description(weights.toString(), text));
    if (source.isPresent() && target.isEmpty() && describesTheNetwork(checkpoint)) {
      return restored(file, checkpoint, source.get());
    }
    ImportedModel imported =
        ImportedModel.of(file, checkpoint, target.orElseGet(this::created), unknown);
    return source.map(imported::bringing).orElse(imported);
  }

  /**
   * Whether the network is that of the description: in a model file, the user's choice is first.
   */
  private boolean describesTheNetwork(Checkpoint checkpoint) {
    return checkpoint.metadata().containsKey(Model.DESCRIPTION_FILE) || network.name().isEmpty();
  }

  private Model target(Path file) {
    Model model = Model.read(file);
    network.requireOf(
        model.description(),
        model.network().options(),
        "--onto " + file,
        "make another model for it with 'model create'");
    return model;
  }

  /** The model that was exported, if the file has all of its tensors. */
  private ImportedModel restored(String file, Checkpoint checkpoint, ModelDescription described) {
    Network own = ModelArchive.network(weights.toString(), described);
    network.requireOf(
        described,
        own.options(),
        weights.toString(),
        "move the weights into another network with --onto");
    Model initial =
        Model.of(own, Weights.initial(own, seed), described.inputSize(), Map.of(), Map.of());
    ImportedModel imported = ImportedModel.of(file, checkpoint, initial, unknown);
    return imported.initial().isEmpty()
        ? imported.describedAs(described)
        : imported.bringing(described);
  }

  private Model created() {
    String name =
        network
            .name()
            .orElseThrow(
                () ->
                    UserException.usage(
                        "Missing option: %s does not describe its network: give --network NAME, or"
                            + " --onto M.pt",
                        weights));
    return Model.create(name, network.options(), newInputSize, seed);
  }
}
