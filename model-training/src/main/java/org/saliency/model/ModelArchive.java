package org.saliency.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.checkpoint.TorchArchive;
import org.saliency.json.Json;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/** Reads the content of a model file. */
final class ModelArchive {

  private ModelArchive() {}

  /**
   * The model in an archive; the hash in its description is what the file says.
   *
   * @throws UserException when the archive lacks the description, or its tensors do not fit the
   *     network that it names
   */
  static Model model(Path file, TorchArchive archive) {
    ModelDescription description = description(file.toString(), text(file, archive));
    Network network = network(file.toString(), description);
    Map<String, Tensor> tensors = archive.tensors();
    Map<String, Tensor> own = new LinkedHashMap<>(); // a file for other programs has more
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              Tensor tensor = tensors.get(name);
              if (tensor == null || !parameter.fits(tensor)) {
                throw UserException.input(
                    "model %s: %s is %s, but %s requires %s",
                    file, name, tensor == null ? "missing" : tensor, network.name(), parameter);
              }
              own.put(name, tensor);
            });
    return new Model(network, new Weights(own), description);
  }

  /** The network that a description names. */
  static Network network(String file, ModelDescription description) {
    try {
      return Networks.named(description.network(), NetworkOptions.of(description.networkOptions()));
    } catch (UserException e) {
      throw UserException.input(e, "model %s: %s", file, e.getMessage());
    }
  }

  private static String text(Path file, TorchArchive archive) {
    return archive
        .extra(Model.DESCRIPTION_FILE)
        .orElseThrow(
            () ->
                UserException.input(
                    "model %s is an external TorchScript model (without extra/%s), which only"
                        + " 'score' accepts: give a file written by 'model create', 'model"
                        + " import' or 'train'",
                    file, Model.DESCRIPTION_FILE));
  }

  /** Parses a description. */
  static ModelDescription description(String file, String text) {
    try {
      return Json.read(text, ModelDescription.class);
    } catch (IOException e) {
      throw UserException.input(
          e,
          "model %s: cannot read its description (%s): %s",
          file,
          Model.DESCRIPTION_FILE,
          reason(e));
    }
  }

  private static String reason(IOException e) {
    if (e.getCause() != null) {
      return e.getCause().getMessage();
    }
    return e instanceof JsonProcessingException json ? Json.reason(json) : e.getMessage();
  }
}
