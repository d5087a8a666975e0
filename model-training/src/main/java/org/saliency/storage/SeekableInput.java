package org.saliency.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file that is read from any place; used by one thread at a time, closed by who opened it. */
public interface SeekableInput extends Closeable {

  /**
   * Reads on from the present place.
   *
   * @return number of bytes read, at least 1; -1 at the end of the file
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** Goes to a place, in bytes from the start. */
  void seek(long position) throws IOException;

  /** Length of the file in bytes. */
  long length();
}
