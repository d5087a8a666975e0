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

/**
 * Reads bytes one after the other, knowing how many are left: whatever a file claims about a length
 * is held against that before anything is allocated. Numbers are little-endian.
 */
final class ByteReader implements Closeable {

  private static final int LONGEST_LINE = 4096;

  private final InputStream stream;
  private long remaining;

  /**
   * Over a stream, which closes with it.
   *
   * @param length how many bytes the stream truly has
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

  /** How many bytes are left. */
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

  /** Reads how many elements follow, and gives how many bytes they take. */
  long count(int elementSize) throws IOException {
    long elements = int64();
    if (elements < 0 || elements > remaining / elementSize) {
      throw MalformedException.damaged(
          "%d elements should follow where %d bytes are".formatted(elements, remaining));
    }
    return elements * elementSize;
  }

  /** The next bytes as they are. */
  byte[] bytes(long length) throws IOException {
    take(length);
    if (length > Integer.MAX_VALUE - 8) {
      throw new MalformedException(
          "a single piece of %d bytes is larger than 2 GiB; split the tensor".formatted(length));
    }
    byte[] bytes = new byte[(int) length];
    if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw ended();
    }
    return bytes;
  }

  /** The next bytes as a little-endian buffer. */
  ByteBuffer buffer(long length) throws IOException {
    return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The next bytes as text. */
  String text(long length, Charset charset) throws IOException {
    return new String(bytes(length), charset);
  }

  /** Text up to the next line feed, which is read and left out. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == LONGEST_LINE) {
        throw MalformedException.damaged(
            "a name goes on for more than %d bytes".formatted(LONGEST_LINE));
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** Leaves bytes out. */
  void skip(long length) throws IOException {
    take(length);
    stream.skipNBytes(length);
  }

  private void take(long length) throws MalformedException {
    if (length < 0 || length > remaining) {
      throw MalformedException.damaged(
          "%d bytes should follow where %d are".formatted(length, remaining));
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
