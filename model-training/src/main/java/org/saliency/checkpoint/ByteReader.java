package org.saliency.checkpoint;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a stream of known length. Each length that the file states is checked against the bytes
 * left before memory is allocated. Numbers are little-endian.
 */
final class ByteReader implements Closeable {

  private static final int LONGEST_LINE = 4096;

  private final InputStream stream;
  private long remaining;

  /**
   * Reads a stream and closes it when closed itself.
   *
   * @param length number of bytes in the stream
   */
  ByteReader(InputStream stream, long length) {
    this.stream = stream;
    this.remaining = length;
  }

  /** Reads a whole file. */
  static ByteReader open(Path path) throws IOException {
    long length = Files.size(path);
    return new ByteReader(new BufferedInputStream(Files.newInputStream(path), 1 << 16), length);
  }

  /** Number of bytes left. */
  long remaining() {
    return remaining;
  }

  int unsignedByte() throws IOException {
    take(1);
    int value = stream.read();
    if (value < 0) {
      throw ended();
    }
    return value;
  }

  int unsignedShort() throws IOException {
    return buffer(Short.BYTES).getShort() & 0xffff;
  }

  int int32() throws IOException {
    return buffer(Integer.BYTES).getInt();
  }

  long int64() throws IOException {
    return buffer(Long.BYTES).getLong();
  }

  /** Reads the number of elements that follow and returns their size in bytes. */
  long count(int elementSize) throws IOException {
    long elements = int64();
    if (elements < 0 || elements > remaining / elementSize) {
      throw MalformedException.damaged(
          String.format(
              Locale.ROOT,
              "expected %d elements, but only %d bytes are left",
              elements,
              remaining));
    }
    return elements * elementSize;
  }

  /** Reads the next bytes. */
  byte[] bytes(long length) throws IOException {
    take(length);
    if (length > Integer.MAX_VALUE - 8) {
      throw new MalformedException(
          String.format(
              Locale.ROOT, "a record of %d bytes exceeds 2 GiB: split the tensor", length));
    }
    byte[] bytes = new byte[(int) length];
    if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw ended();
    }
    return bytes;
  }

  /** Reads the next bytes as a little-endian buffer. */
  ByteBuffer buffer(long length) throws IOException {
    return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the next bytes as text. */
  String text(long length, Charset charset) throws IOException {
    return new String(bytes(length), charset);
  }

  /** Reads text up to the next line feed, which is dropped. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == LONGEST_LINE) {
        throw MalformedException.damaged(
            String.format(Locale.ROOT, "a name is longer than %d bytes", LONGEST_LINE));
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** Skips bytes. */
  void skip(long length) throws IOException {
    take(length);
    stream.skipNBytes(length);
  }

  private void take(long length) throws MalformedException {
    if (length < 0 || length > remaining) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "expected %d bytes, but only %d are left", length, remaining));
    }
    remaining -= length;
  }

  private static MalformedException ended() {
    return MalformedException.damaged("it ends early");
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
