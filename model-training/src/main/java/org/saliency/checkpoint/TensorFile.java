package org.saliency.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.saliency.UserException;
import org.saliency.storage.FileErrors;

/** Turns every error while reading a file into a one-line {@link UserException}. */
final class TensorFile {

  /** An operation that reads a file. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  private TensorFile() {}

  /**
   * Runs an operation.
   *
   * @throws UserException of kind INPUT that names the path, when the operation fails
   */
  static <T> T read(Path path, Reading<T> reading) {
    try {
      if (Files.isDirectory(path)) {
        throw new MalformedException("it is a folder: give the path of a file");
      }
      return reading.read();
    } catch (NoSuchFileException e) {
      throw UserException.input(e, "no file at %s: check the path", FileErrors.sought(path));
    } catch (AccessDeniedException e) {
      throw UserException.input(e, "no permission to read %s: check its permissions", path);
    } catch (ZipException e) {
      throw UserException.input(
          e,
          "cannot read %s: its zip structure is broken (%s): the file is truncated or damaged;"
              + " copy or download it again",
          path,
          e.getMessage());
    } catch (MalformedException e) {
      throw UserException.input(e, "cannot read %s: %s", path, e.getMessage());
    } catch (IOException e) {
      throw UserException.input(
          e, "cannot read %s (%s): check the disk and try again", path, FileErrors.reason(e));
    }
  }
}
