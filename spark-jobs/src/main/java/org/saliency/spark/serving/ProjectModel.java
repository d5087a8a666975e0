package org.saliency.spark.serving;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Calibration;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;
import org.saliency.network.VideoBias;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.MapPredictor;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.pytorch.RequestedPrecision;
import org.saliency.pytorch.ServingModel;
import org.saliency.torchscript.ArchiveWriter;

/**
 * A model file of this project.
 *
 * @param name for messages
 */
record ProjectModel(String name, Model model) implements ModelSource {

  /** Opened from a serving form that the driver has compiled. */
  private record Compiled(String name, DistributedFile file, Size inputSize, int window)
      implements ModelHandle {

    @Override
    public String key() {
      return file.hash();
    }

    @Override
    public MapPredictor open(Path copy, Device device) throws IOException {
      return ServingModel.open(copy, inputSize, device);
    }
  }

  /** Opened from the model file, which the executor compiles. */
  private record Uncompiled(
      String name, DistributedFile file, Size inputSize, int window, RequestedPrecision precision)
      implements ModelHandle {

    @Override
    public String key() {
      return file.hash() + " " + precision;
    }

    @Override
    public MapPredictor open(Path copy, Device device) throws IOException {
      return ServingModel.open(
          Model.readUnverified(copy), device, PyTorch.target(precision, device));
    }
  }

  @Override
  public String network() {
    return model.description().network();
  }

  @Override
  public String hash() {
    return model.description().hash();
  }

  @Override
  public Optional<ExternalModelDescription> externalDescription() {
    return Optional.empty();
  }

  @Override
  public Optional<Calibration.HeldOut> calibration() {
    return Optional.ofNullable(model.description().calibration().heldOut());
  }

  @Override
  public Size inputSize() {
    return model.description().inputSize();
  }

  @Override
  public int window() {
    return model.network().options().window();
  }

  @Override
  public boolean comparesFrames() {
    return model.network().options().videoBias() == VideoBias.Choice.MOTION;
  }

  @Override
  public Optional<Size> mapSize() {
    return Optional.of(inputSize());
  }

  @Override
  public RequestedPrecision requested(PrecisionChoice choice) {
    return RequestedPrecision.of(choice, model, name);
  }

  @Override
  public String precision(ServingTarget target) {
    return target.format();
  }

  @Override
  public ModelHandle compile(Path folder, ServingTarget target) throws IOException {
    ServingForm form = model.servingForm(target);
    Path file = folder.resolve("serving-" + form.hash().substring(0, 16) + ".pt");
    ArchiveWriter.write(file, form);
    return new Compiled(name, DistributedFile.of(file), inputSize(), window());
  }

  @Override
  public ModelHandle handle(DistributedFile file, PrecisionChoice precision) {
    return new Uncompiled(name, file, inputSize(), window(), requested(precision));
  }
}
