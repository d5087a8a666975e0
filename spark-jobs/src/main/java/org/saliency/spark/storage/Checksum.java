package org.saliency.spark.storage;

import java.io.InputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** CRC-32C of the bytes of one or more files, one after the other. */
public final class Checksum {

  private final CRC32C sum = new CRC32C();

  /** Adds bytes. */
  public void add(byte[] bytes) {
    sum.update(bytes);
  }

  void add(byte[] bytes, int from, int length) {
    sum.update(bytes, from, length);
  }

  void add(int oneByte) {
    sum.update(oneByte);
  }

  /** A stream that adds what is read from it. */
  public InputStream of(InputStream stream) {
    return new CheckedInputStream(stream, sum);
  }

  /** The checksum so far. */
  public long value() {
    return sum.getValue();
  }
}
