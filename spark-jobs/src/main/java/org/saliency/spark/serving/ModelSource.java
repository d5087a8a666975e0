package org.saliency.spark.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.model.Model;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.storage.LocalStorage;

/**
 * A model that frames can be scored with, as its file on the driver has it. What kinds there are is
 * known here alone: jobs and executors work with any.
 */
public interface ModelSource {

  /** Supplies the description of an external TorchScript model. */
  interface Describing {

    /**
     * The description.
     *
     * @throws UserException when there is none
     */
    ExternalModelDescription describe() throws IOException;
  }

  /**
   * Reads a model file, or an external TorchScript model with a description next to it.
   *
   * @throws UserException when the file is missing, damaged, neither of them, or not described
   */
  public static ModelSource read(Path file) {
    String name = file.toString();
    try {
      return read(file, name, () -> ExternalModelDescription.beside(new LocalStorage(), name, ""));
    } catch (IOException e) {
      throw UserException.input(e, "model %s cannot be read: %s", name, e.getMessage());
    }
  }

  /**
   * The same with a description from elsewhere.
   *
   * @param name of the model in messages
   * @param description asked where the file is no model file
   */
  static ModelSource read(Path file, String name, Describing description) throws IOException {
    return Model.isModelFile(file)
        ? new OwnModel(name, Model.read(file))
        : new ExternalModel(file, name, Sha256.of(file), description.describe());
  }

  /** What people call it. */
  String network();

  /** SHA-256 of what it is. */
  String hash();

  /** Description of an external TorchScript model; empty for a model file. */
  Optional<ExternalModelDescription> description();

  /** Size that frames are scaled to for it. */
  Size inputSize();

  /** Frames that it sees to predict the map of the last of them. */
  int window();

  /** Size of its maps; empty where only a forward pass tells. */
  Optional<Size> mapSize();

  /** What it computes in, in a word. */
  String precision(Precision ofDevice);

  /**
   * Writes what executors open to a file whose name goes by its content.
   *
   * @param folder where the file is put; {@link SentFile#name} is its name
   * @param target what it is compiled for, where that is open
   */
  ModelHandle write(Path folder, ServingTarget target) throws IOException;

  /**
   * The model for executors that are sent its file as it is.
   *
   * @param precision what it computes in, where that is open
   */
  ModelHandle sentAs(SentFile file, PrecisionChoice precision);
}
