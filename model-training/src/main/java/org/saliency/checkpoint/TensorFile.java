package org.saliency.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.saliency.UserException;

/** Turns every fault of reading a file into the one line that its user sees. */
final class TensorFile {

  /** Something read from a file. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  private TensorFile() {}

  /**
   * What {@code reading} gives.
   *
   * @throws UserException of kind INPUT, which names the path, when it fails
   */
  static <T> T read(Path path, Reading<T> reading) {
    try {
      if (Files.isDirectory(path)) {
        throw new MalformedException("it is a folder; give the path of a file");
      }
      return reading.read();
    } catch (NoSuchFileException fault) {
      throw UserException.input(fault, "no file at %s: check the path", path);
    } catch (AccessDeniedException fault) {
      throw UserException.input(fault, "not allowed to read %s: check its permissions", path);
    } catch (ZipException fault) {
      throw UserException.input(
          fault,
          "cannot read %s: its zip structure is broken (%s): the file is truncated or damaged;"
              + " copy or download it again",
          path,
          fault.getMessage());
    } catch (MalformedException fault) {
      throw UserException.input(fault, "cannot read %s: %s", path, fault.getMessage());
    } catch (IOException fault) {
      throw UserException.input(
          fault, "cannot read %s: %s; check the disk and try again", path, fault.getMessage());
    }
  }
}
