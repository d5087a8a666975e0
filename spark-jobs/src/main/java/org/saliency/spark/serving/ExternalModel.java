package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.ExternalModule;
import org.saliency.pytorch.MapPredictor;
import org.saliency.pytorch.PyTorch.PrecisionChoice;

/**
 * An external TorchScript model. It sees one frame at a time and computes in the number format that
 * it was saved in.
 *
 * @param name of the model in messages
 * @param hash SHA-256 of the file
 * @param told what it takes and gives
 */
record ExternalModel(Path file, String name, String hash, ExternalModelDescription told)
    implements ModelSource {

  /** Sent as it is. */
  private record Sent(String name, SentFile file, ExternalModelDescription told)
      implements ModelHandle {

    @Override
    public Size inputSize() {
      return told.inputSize();
    }

    @Override
    public int window() {
      return 1;
    }

    @Override
    public String key() {
      return file.hash() + " " + told;
    }

    @Override
    public MapPredictor open(Path copy, Device device) throws IOException {
      return ExternalModule.open(copy, name, told, device);
    }
  }

  /** The file's name without its ending. */
  @Override
  public String network() {
    return file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  @Override
  public Optional<ExternalModelDescription> description() {
    return Optional.of(told);
  }

  @Override
  public Size inputSize() {
    return told.inputSize();
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
  public String precision(Precision ofDevice) {
    return "as saved";
  }

  @Override
  public ModelHandle write(Path folder, ServingTarget target) throws IOException {
    Path copy = folder.resolve("external-" + hash.substring(0, 16) + ".pt");
    Files.copy(file, copy);
    return sentAs(new SentFile(copy.getFileName().toString(), hash), PrecisionChoice.AUTO);
  }

  @Override
  public ModelHandle sentAs(SentFile sent, PrecisionChoice precision) {
    return new Sent(name, sent, told);
  }
}
