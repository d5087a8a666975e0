package org.saliency.spark.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.model.Model;
import org.saliency.model.ReadyModel;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/**
 * A model file on the local disk: the file itself, a file of the {@link ReadyModel}, or a private
 * copy of a file on another file system. The copy is deleted when this is closed, at the latest
 * when the JVM ends.
 *
 * @param name as the user gave it
 * @param folder of the copy; empty for a local file
 */
public record ModelFile(String name, Path path, Optional<Path> folder) implements AutoCloseable {

  /**
   * Opens a model file, and copies it if it is not on the local disk.
   *
   * @param name a path of any file system, on the local disk without a scheme; or the name of the
   *     {@link ReadyModel}
   * @throws UserException when a remote file is missing or cannot be copied; a local file is not
   *     looked at
   */
  public static ModelFile open(String name, HadoopFiles files) {
    Optional<Path> local =
        ReadyModel.isNamed(name) ? Optional.of(ReadyModel.file()) : HadoopFiles.local(name);
    return local.isPresent()
        ? new ModelFile(name, local.get(), Optional.empty())
        : copied(name, files);
  }

  /** The path as shown in a manifest: absolute, or the URI or the ready model's name as given. */
  public static String shown(String name) {
    if (ReadyModel.isNamed(name)) {
      return name;
    }
    return HadoopFiles.path(name).toUri().getScheme() == null
        ? Path.of(name).toAbsolutePath().toString()
        : name;
  }

  private static ModelFile copied(String name, HadoopFiles files) {
    try {
      Entry file = files.find(name).orElseThrow(() -> missing(name));
      if (file.isFolder()) {
        throw UserException.input("Model %s is a folder: give the model file in it", name);
      }
      Path folder = Files.createTempDirectory("saliency-model");
      folder.toFile().deleteOnExit();
      ModelFile copy = new ModelFile(name, folder.resolve(file.name()), Optional.of(folder));
      copy.path.toFile().deleteOnExit();
      try (InputStream stream = files.open(name)) {
        Files.copy(stream, copy.path);
        copy.requireArchive();
      } catch (IOException | RuntimeException e) {
        copy.close();
        throw e;
      }
      return copy;
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read model %s: %s", name, e.getMessage());
    }
  }

  private void requireArchive() {
    try {
      Model.isModelFile(path);
    } catch (UserException e) {
      throw renamed(e);
    }
  }

  /** The same error of reading the file, with the name that the user knows. */
  UserException renamed(UserException error) {
    return folder.isEmpty()
        ? error
        : UserException.input(
            error, "%s", String.valueOf(error.getMessage()).replace(path.toString(), name));
  }

  private static UserException missing(String name) {
    return UserException.input("Model file %s not found: check the path", name);
  }

  @Override
  public void close() {
    if (folder.isPresent()) {
      // A file that cannot be deleted now is deleted when the JVM ends.
      boolean isGone = path.toFile().delete() && folder.get().toFile().delete();
    }
  }
}
