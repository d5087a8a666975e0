package org.saliency.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * A folder of the local disk that holds only so many bytes. Writing more fails as on a full disk:
 * those bytes go to {@code /dev/full}.
 */
public final class SmallFiles extends LocalFiles {

  static final String SCHEME = "small";

  /** A file takes whole blocks. */
  private static final int BLOCK = 4096;

  private static volatile java.nio.file.Path folder;
  private static volatile long capacity;

  /** Limits the bytes in a folder. */
  static void limit(java.nio.file.Path limited, long bytes) {
    folder = limited;
    capacity = bytes;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected FSDataOutputStream limited(FSDataOutputStream stream) throws IOException {
    return new FSDataOutputStream(new Limited(stream), null);
  }

  private static long used() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(SmallFiles::blocks).sum();
    } catch (UncheckedIOException e) { // a file that was moved meanwhile
      return used();
    }
  }

  private static long blocks(java.nio.file.Path file) {
    long length = file.toFile().length();
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  private final class Limited extends OutputStream {

    private final FSDataOutputStream stream;

    Limited(FSDataOutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (used() + length > capacity) {
        // Appending, since a file that is made would have its permissions set.
        try (OutputStream full = createOutputStream(new Path("/dev/full"), /* append= */ true)) {
          full.write(bytes, offset, length);
        }
      }
      stream.write(bytes, offset, length);
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
