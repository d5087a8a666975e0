package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.ExternalModule;
import org.saliency.pytorch.MapPredictor;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;

/**
 * An external TorchScript model. It takes single frames and computes in the precision in which it
 * was saved.
 *
 * @param name for messages
 * @param hash SHA-256 of the file
 */
record ExternalModel(Path file, String name, String hash, ExternalModelDescription description)
    implements ModelSource {

  private record Handle(String name, DistributedFile file, ExternalModelDescription description)
      implements ModelHandle {

    @Override
    public Size inputSize() {
      return description.inputSize();
    }

    @Override
    public int window() {
      return 1;
    }

    @Override
    public String key() {
      return file.hash() + " " + description;
    }

    @Override
    public MapPredictor open(Path copy, Device device) throws IOException {
      return ExternalModule.open(copy, name, description, device);
    }
  }

  /** The file's name without its extension. */
  @Override
  public String network() {
    return file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  @Override
  public Optional<ExternalModelDescription> externalDescription() {
    return Optional.of(description);
  }

  @Override
  public Size inputSize() {
    return description.inputSize();
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public Optional<Size> mapSize() {
    return Optional.empty();
  }

  @Override
  public RequestedPrecision requested(PrecisionChoice choice) {
    return RequestedPrecision.ofExternal(choice, name);
  }

  @Override
  public String precision(ServingTarget target) {
    return "as saved";
  }

  @Override
  public ModelHandle compile(Path folder, ServingTarget target) throws IOException {
    String copy = "external-" + hash.substring(0, 16) + ".pt";
    Files.copy(file, folder.resolve(copy));
    return handle(DistributedFile.of(copy, hash), PrecisionChoice.AUTO);
  }

  @Override
  public ModelHandle handle(DistributedFile distributed, PrecisionChoice precision) {
    requested(precision);
    return new Handle(name, distributed, description);
  }
}
