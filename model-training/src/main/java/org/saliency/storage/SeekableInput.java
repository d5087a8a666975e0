package org.saliency.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file with random access. Not thread-safe; closed by whoever opened it. */
public interface SeekableInput extends Closeable {

  /**
   * Reads bytes at the current position.
   *
   * @return number of bytes read, at least 1; -1 at the end of the file
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** Sets the position in bytes from the start. */
  void seek(long position) throws IOException;

  /** Length of the file in bytes. */
  long length();
}
