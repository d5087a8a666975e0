package org.saliency.spark.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.model.Model;
import org.saliency.model.ReadyModel;
import org.saliency.network.Calibration;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.LocalStorage;

/** A model as read from its file on the driver. */
public interface ModelSource {

  /** Reads the description of an external model. */
  interface DescriptionReader {

    /** Throws a {@link UserException} when there is none. */
    ExternalModelDescription read() throws IOException;
  }

  /**
   * Reads a model file of this project, or an external TorchScript model with a description file
   * beside it.
   *
   * @throws UserException when the file is missing, damaged, neither of them, or not described
   */
  static ModelSource read(Path file) {
    String name = file.toString();
    try {
      return read(file, name, () -> ExternalModelDescription.beside(new LocalStorage(), name, ""));
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read model %s: %s", name, e.getMessage());
    }
  }

  /**
   * Reads a model from any file system. A remote file is read by way of a private local copy.
   *
   * @param name as the user gave it, on the local disk without a scheme; or the name of the {@link
   *     ReadyModel}
   * @throws UserException as for a local file, and when it cannot be copied
   */
  static ModelSource read(String name, HadoopFiles files) {
    if (ReadyModel.isNamed(name)) {
      return new ProjectModel(name, ReadyModel.read());
    }
    Optional<Path> local = HadoopFiles.local(name);
    if (local.isPresent()) {
      return read(local.get());
    }
    ModelFile copy = ModelFile.open(name, files);
    boolean isNeeded = false;
    try {
      ModelSource model =
          read(copy.path(), name, () -> ExternalModelDescription.beside(files, name, ""));
      isNeeded = model.externalDescription().isPresent(); // an external model is not read whole
      return model;
    } catch (UserException e) {
      throw copy.renamed(e);
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read model %s: %s", name, e.getMessage());
    } finally {
      if (!isNeeded) {
        copy.close();
      }
    }
  }

  /**
   * Reads a model with a description from elsewhere.
   *
   * @param name for messages
   * @param description of an external model; not read for a model file of this project
   */
  static ModelSource read(Path file, String name, DescriptionReader description)
      throws IOException {
    return Model.isModelFile(file)
        ? new ProjectModel(name, Model.read(file))
        : new ExternalModel(file, name, Sha256.of(file), description.read());
  }

  /** Name of the network; the file's name for an external model. */
  String network();

  /** SHA-256 of the weights; of the file for an external model. */
  String hash();

  /** Description of an external model; empty for a model file of this project. */
  Optional<ExternalModelDescription> externalDescription();

  /** Metrics before and after its calibration, on videos left out; empty if it has none. */
  default Optional<Calibration.HeldOut> calibration() {
    return Optional.empty();
  }

  /** Size to which frames are scaled. */
  Size inputSize();

  /** Number of consecutive frames from which it predicts the map of the last one. */
  int window();

  /** Whether it compares the frames of a window, rather than reading them in order. */
  default boolean comparesFrames() {
    return false;
  }

  /** Size of its maps; empty if only a forward pass can show it. */
  Optional<Size> mapSize();

  /**
   * The request for a number format of this model.
   *
   * @throws UserException when the model cannot compute in it on any device
   */
  RequestedPrecision requested(PrecisionChoice choice);

  /** Precision as shown in the manifest, when compiled for a target. */
  String precision(ServingTarget target);

  /**
   * Writes the file that executors open. Its name contains a hash of its content.
   *
   * @param target to compile for; ignored by an external model
   */
  ModelHandle compile(Path folder, ServingTarget target) throws IOException;

  /**
   * The handle for executors that open the model file itself.
   *
   * @param precision to compile for; ignored by an external model
   * @throws UserException when the model cannot compute in it on any device
   */
  ModelHandle handle(DistributedFile file, PrecisionChoice precision);
}
