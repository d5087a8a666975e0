package org.saliency.model;

import static org.saliency.model.ImportedModel.UnknownTensors.REFUSE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.saliency.frame.Size;
import org.saliency.temporary.TemporaryFiles;

/**
 * The trained model that comes with the project, a resource of this package. {@code
 * conf/ready-model.conf} is the recipe that made it.
 */
public final class ReadyModel {

  /** Name by which commands accept it in place of a model file. */
  public static final String NAME = "ready-model";

  private static final String RESOURCE = NAME + ".safetensors";

  /** Input size of a new network; this one describes its own. */
  private static final Size UNUSED = new Size(1, 1);

  private static Model model;
  private static Path file;

  private ReadyModel() {}

  /** Whether a model argument is the name of this model. */
  public static boolean isNamed(String argument) {
    return argument.equals(NAME);
  }

  /** Reads the model, once in a JVM. */
  public static synchronized Model read() {
    if (model == null) {
      model = load();
    }
    return model;
  }

  /** A model file of it: a temporary one that is deleted when the JVM ends. */
  public static synchronized Path file() {
    try {
      if (file == null) {
        Path folder = TemporaryFiles.folder("ready");
        folder.toFile().deleteOnExit();
        file = folder.resolve(NAME + ".pt");
        file.toFile().deleteOnExit();
      }
      if (!Files.exists(file)) { // also after another program has cleaned the temporary folder
        Files.createDirectories(file.getParent());
        read().write(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ready model to a temporary file", e);
    }
    return file;
  }

  private static Model load() {
    try {
      Path copy = TemporaryFiles.file("ready", ".safetensors");
      try (InputStream resource = ReadyModel.class.getResourceAsStream(RESOURCE)) {
        Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
        ModelImport restored =
            new ModelImport(
                copy, Optional.empty(), Optional.empty(), NetworkRequest.ANY, UNUSED, 0, REFUSE);
        return restored.run().model();
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the ready model to a temporary file", e);
    }
  }
}
