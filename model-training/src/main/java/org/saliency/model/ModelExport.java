package org.saliency.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.json.Json;
import org.saliency.network.ServingForm;
import org.saliency.storage.FileErrors;
import org.saliency.storage.LocalStorage;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.torchscript.StateDict;

/** Writes a model for programs in Python. Files appear complete or not at all. */
public final class ModelExport {

  private static final String SOURCE = "saliency.py";
  private static final String WEIGHTS = "weights.pth";
  private static final String README = "README.md";

  private final Model model;

  /** Exports a model. */
  public ModelExport(Model model) {
    this.model = model;
  }

  /**
   * Writes the network with its weights for {@code torch.jit.load}: normalised frames, float32
   * [batch, 3, height, width], or windows of them, become the maps that frames are scored with,
   * calibration included. The file is a model file, too.
   */
  public void torchScript(Path file) throws IOException {
    ModelDescription description = model.description();
    ServingForm form =
        ServingForm.ofPlanes(model.network(), model.weights())
            .calibrated(description.calibration(), description.inputSize());
    WholeFile.write(
        file,
        partial ->
            ArchiveWriter.write(
                partial,
                form.network(),
                form.weights(),
                Map.of(Model.DESCRIPTION_FILE, Json.write(description))));
  }

  /** Writes the weights alone for {@code torch.load(weights_only=True)}. */
  public void stateDict(Path file) throws IOException {
    WholeFile.write(
        file,
        partial ->
            StateDict.write(
                partial,
                model.weights(),
                Map.of(Model.DESCRIPTION_FILE, Json.write(model.description()))));
  }

  /**
   * Writes a folder that scores frames with PyTorch and nothing else of this project: {@code
   * saliency.py} with the network and the conversion of folders, the weights, the description of
   * the model, and a README.
   *
   * @throws UserException when the folder has content or cannot be written
   */
  public void python(Path folder) throws IOException {
    requireEmpty(folder);
    try {
      Files.createDirectories(folder);
      stateDict(folder.resolve(WEIGHTS));
      Files.writeString(
          folder.resolve(Model.DESCRIPTION_FILE),
          Json.write(model.description().withOptions(model.network().options())));
      Files.writeString(folder.resolve(README), readme());
      Files.writeString(folder.resolve(SOURCE), resource(SOURCE));
    } catch (IOException e) {
      throw FileErrors.cannotWrite(folder, e);
    }
  }

  /**
   * Whether a file was made of a model of this project: it is a model file, or its weights as
   * safetensors or state dict.
   */
  public static boolean isResult(Path file) {
    try {
      return Checkpoints.text(file, Model.DESCRIPTION_FILE).isPresent();
    } catch (UserException damagedOrOfOtherKind) {
      return false;
    }
  }

  /**
   * Requires that a folder can be written.
   *
   * @throws UserException when it has content or is a file
   */
  public static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw UserException.usage("%s is a file: name a new folder", folder);
    }
    if (Files.isDirectory(folder) && !LocalStorage.isEmpty(folder)) {
      throw UserException.output(
          "folder %s is not empty: name a new folder, or empty this one", folder);
    }
  }

  private String readme() {
    return resource("hand-in.md")
        .replace("{network}", model.description().network())
        .replace("{size}", model.description().inputSize().toString())
        .replace("{hash}", model.description().hash());
  }

  private static String resource(String name) {
    try (InputStream stream = ModelExport.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + name, e);
    }
  }
}
