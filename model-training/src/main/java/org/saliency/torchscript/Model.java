package org.saliency.torchscript;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.ColourStatistics;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * A network with its weights and its description: what a model file holds.
 *
 * @param network the operations
 * @param weights their tensors
 * @param description what the file says of itself
 */
public record Model(Network network, Weights weights, ModelDescription description) {

  private static final String DESCRIPTION_FILE = "saliency.json";

  /** A new model of a network by name, with initial weights that follow from the seed. */
  public static Model create(String networkName, Size inputSize, long seed) {
    return create(networkName, NetworkOptions.DEFAULTS, inputSize, seed);
  }

  /** A new model of a network with options, with initial weights that follow from the seed. */
  public static Model create(
      String networkName, NetworkOptions options, Size inputSize, long seed) {
    Network network = Networks.named(networkName, options);
    return of(
        network,
        Weights.initial(network, seed),
        inputSize,
        Map.of(),
        Map.of("weights", "initial, seed " + seed));
  }

  /** A model whose description follows from its parts. */
  public static Model of(
      Network network,
      Weights weights,
      Size inputSize,
      Map<String, Double> metrics,
      Map<String, String> provenance) {
    return new Model(
        network,
        weights,
        new ModelDescription(
            ModelDescription.FORMAT,
            network.name(),
            network.options().values(),
            inputSize,
            ColourStatistics.IMAGENET,
            metrics,
            provenance,
            hash(network, weights)));
  }

  /**
   * Of the weights alone where a network has the default options, so that they need not be named.
   */
  private static String hash(Network network, Weights weights) {
    NetworkOptions options = network.options();
    return weights.hash(options.equals(NetworkOptions.DEFAULTS) ? "" : options.values().toString());
  }

  /**
   * Reads a model file.
   *
   * @throws UserException when the file is missing, is no archive, lacks the description, or holds
   *     tensors that do not fit the network it names
   */
  public static Model read(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      return read(file, archive);
    }
  }

  private static Model read(Path file, TorchArchive archive) {
    ModelDescription description = description(file, archive);
    Network network = network(file, description);
    Map<String, Tensor> tensors = archive.tensors();
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              Tensor tensor = tensors.get(name);
              if (tensor == null || !parameter.fits(tensor)) {
                throw UserException.input(
                    "model %s: %s is %s, but %s takes %s",
                    file, name, tensor == null ? "missing" : tensor, network.name(), parameter);
              }
            });
    return new Model(network, new Weights(tensors), description);
  }

  private static Network network(Path file, ModelDescription description) {
    try {
      return Networks.named(description.network(), NetworkOptions.of(description.networkOptions()));
    } catch (UserException e) {
      throw UserException.input(e, "model %s: %s", file, e.getMessage());
    }
  }

  private static ModelDescription description(Path file, TorchArchive archive) {
    String text =
        archive
            .extra(DESCRIPTION_FILE)
            .orElseThrow(
                () ->
                    UserException.input(
                        "model %s is a TorchScript archive without a description (extra/%s): make"
                            + " models with 'model create' or 'train'",
                        file, DESCRIPTION_FILE));
    try {
      return Json.read(text, ModelDescription.class);
    } catch (IOException e) {
      throw UserException.input(
          e,
          "model %s: its description (extra/%s) cannot be read: %s",
          file,
          DESCRIPTION_FILE,
          reason(e));
    }
  }

  private static String reason(IOException e) {
    if (e.getCause() != null) {
      return e.getCause().getMessage();
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  /** Writes the model to a file that opens in PyTorch, whole or not at all. */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Not a temporary file of the JDK, which nobody but its owner may read.
    Path partial = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      ArchiveWriter.write(
          partial, network, weights, Map.of(DESCRIPTION_FILE, Json.write(description)));
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The form that scores frames. */
  public ServingForm servingForm(Precision precision) {
    return ServingForm.compile(
        network, weights, description.inputSize(), description.normalisation(), precision);
  }
}
