package org.saliency.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.saliency.storage.FileErrors;

/** Writes files that appear complete or not at all. */
final class WholeFile {

  private WholeFile() {}

  /** Writes a file. */
  interface Writer {
    void write(Path file) throws IOException;
  }

  /**
   * Writes a file under another name and moves it into place.
   *
   * @throws org.saliency.UserException when the place cannot be written
   */
  static void write(Path file, Writer writer) {
    try {
      writeWhole(file, writer);
    } catch (IOException e) {
      throw FileErrors.cannotWrite(file, e);
    }
  }

  private static void writeWhole(Path file, Writer writer) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Not a JDK temporary file, which only its owner may read.
    Path partial = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      writer.write(partial);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
